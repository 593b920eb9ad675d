import { Html, html } from './html.js'
import { pageStyle } from './page-style.js'

/** A page of ours. */
export interface Page {
  /** What the page is for, in a few words; its heading says the same. */
  readonly title: string
  /** Whose tenant it is. */
  readonly tenantName: string
  readonly main: Html
  /** Where the browser goes by itself, at once. */
  readonly continueTo?: string | undefined
}

// Trusted text: ours, and without it in one piece its hash would not fit.
const style = new Html(`<style>${pageStyle}</style>`)

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Ccircle cx='20' cy='16' r='10' fill='%239dc1ff'/%3E%3Ccircle cx='12' cy='16' r='10' fill='%232456a6'/%3E%3C/svg%3E"

/** One figure in front of another: the understudy. */
const mark = html`<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><circle cx="20" cy="16" r="10" fill="currentColor" opacity=".4"/><circle cx="12" cy="16" r="10" fill="currentColor"/></svg>`

/** Writes a page that needs no script: landmarks, one heading, readable from 390 px on, light and dark. */
export const htmlDocument = ({ title, tenantName, main, continueTo }: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${continueTo !== undefined && html`<meta http-equiv="refresh" content="0;url=${refreshUrl(continueTo)}">`}
<title>${title} · ${tenantName}</title>
<link rel="icon" href="${icon}">
${style}
</head>
<body>
<header>${mark}<p>${tenantName}</p></header>
<main>
${main}
</main>
<footer><p>Runs on Understudy</p></footer>
</body>
</html>
`.toString()

/** In the `content` of a refresh, an address must not begin with a quotation mark or a blank. */
const refreshUrl = (url: string): string =>
  url.replace(/["'\s]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
