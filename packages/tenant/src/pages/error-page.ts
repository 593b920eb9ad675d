import type { UnderstudyError } from '@understudy/contract'
import { htmlDocument } from './document.js'
import { html } from './html.js'

/**
 * The page for a browser that was sent somewhere and failed: what happened, what solves it, and what to tell the person
 * who can solve it.
 */
export const errorPage = (error: UnderstudyError, tenantName: string, traceId: string): string =>
  htmlDocument({
    title: error.entry.title,
    tenantName,
    main: html`<h1>${error.entry.title}</h1>
<p class="lead">${error.detail}</p>
<h2>How to solve it</h2>
<p>${withCode(error.entry.solution)}</p>
<dl class="facts small">
<dt>Code</dt><dd><code>${error.code}</code></dd>
<dt>Trace id</dt><dd><code>${traceId}</code></dd>
</dl>`,
  })

/** Solutions mark names of parameters and commands as Markdown does. */
const withCode = (text: string) =>
  text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))
