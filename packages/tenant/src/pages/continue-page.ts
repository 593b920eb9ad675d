import { htmlDocument } from './document.js'
import { html } from './html.js'

/**
 * The page that answers a form instead of a redirect, and goes on by itself: Chromium applies the `form-action` of a
 * page to every redirect that follows its form, also to those of other sites.
 *
 * @param url a checked address of the tenant, or of a client
 */
export const continuePage = (url: string, tenantName: string): string =>
  htmlDocument({
    title: 'One moment',
    tenantName,
    continueTo: url,
    main: html`<h1>One moment</h1>
<p class="lead">You are being taken back to where you came from.</p>
<p><a class="button" href="${url}">Continue</a></p>`,
  })
