import { htmlDocument } from './document.js'
import { hiddenField, submitButton } from './form-elements.js'
import { html } from './html.js'

/** What the consent page shows and sends. */
export interface Consent {
  readonly tenantName: string
  readonly userName: string
  readonly clientName: string
  /** Where the client says it lives; shown as text, as nobody checked it. */
  readonly clientUri: string | undefined
  /** Allowing it also lets all users of the tenant use the application. */
  readonly unapproved: boolean
  /** Host to which the answer leads. */
  readonly returnsTo: string
  /** What is asked for, in plain words. */
  readonly wishes: readonly string[]
  readonly action: string
  readonly handle: string
  readonly csrfToken: string
}

/** Asks a user whether an application may act in their name. Saying no is as easy as saying yes. */
export const consentPage = (consent: Consent): string =>
  htmlDocument({
    title: `${consent.clientName} asks for access`,
    tenantName: consent.tenantName,
    main: html`<h1>${consent.clientName} asks for access</h1>
<p class="lead">You are signed in as <strong>${consent.userName}</strong>. If you allow it, the application may, in your name:</p>
${consent.unapproved && html`<p><strong>This application registered itself, and nobody has approved it yet.</strong> If you allow it, every user of ${consent.tenantName} can use it. Allow it only if you know who sent you here.</p>`}
<ul class="list">${consent.wishes.map((wish) => html`<li>${wish}</li>`)}</ul>
<form method="post" action="${consent.action}">
${hiddenField('request', consent.handle)}
${hiddenField('csrf_token', consent.csrfToken)}
${submitButton('Allow', { name: 'decision', value: 'allow' })}
${submitButton('Do not allow', { name: 'decision', value: 'deny', quiet: true })}
</form>
<dl class="facts small">
${consent.clientUri !== undefined && html`<dt>The application says it is</dt><dd>${consent.clientUri}</dd>`}
<dt>You return to</dt><dd>${consent.returnsTo}</dd>
</dl>
<p class="small">You can withdraw this at any time: <a href="/oauth/consents">applications with access</a>.</p>`,
  })
