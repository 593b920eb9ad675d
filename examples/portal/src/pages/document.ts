import { type Html, html } from './html.js'

/** A complete page around `body`. */
export const documentOf = (title: string, head: Html, body: Html): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Altimeter</title>
<link rel="icon" href="/logo.svg" type="image/svg+xml">
<link rel="stylesheet" href="/base.css">
${head}
</head>
${body}
</html>`.text
