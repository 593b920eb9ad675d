import { htmlDocument } from './document.js'
import { hiddenField, submitButton } from './form-elements.js'
import { html } from './html.js'

/** An application that may act in the user's name. */
export interface AllowedApplication {
  readonly clientId: string
  readonly name: string
  /** What it may do, in plain words. */
  readonly rights: readonly string[]
  /** ISO 8601. */
  readonly since: string
}

/** Shows a user what they have allowed, each with the button that takes it back. */
export const consentsPage = (page: {
  readonly tenantName: string
  readonly userName: string
  readonly applications: readonly AllowedApplication[]
  readonly action: string
  readonly csrfToken: string
}): string =>
  htmlDocument({
    title: 'Applications with access',
    tenantName: page.tenantName,
    main: html`<h1>Applications with access</h1>
<p class="lead">What you, <strong>${page.userName}</strong>, have allowed. Withdrawing it ends the access at once.</p>
${page.applications.length === 0 && html`<p>You have not allowed any application to act in your name.</p>`}
${page.applications.map(
  ({ clientId, name, rights, since }) => html`<section aria-labelledby="client-${clientId}">
<h2 id="client-${clientId}">${name}</h2>
<p class="small">Since <time datetime="${since}">${since.slice(0, 10)}</time></p>
<ul class="list">${rights.map((right) => html`<li>${right}</li>`)}</ul>
<form method="post" action="${page.action}">
${hiddenField('client_id', clientId)}
${hiddenField('csrf_token', page.csrfToken)}
${submitButton(`Withdraw from ${name}`, { quiet: true })}
</form>
</section>`,
)}`,
  })
