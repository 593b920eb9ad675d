import { htmlDocument } from './document.js'
import { hiddenField, submitButton } from './form-elements.js'
import { html } from './html.js'

/** What is asked before a session is ended. */
export interface SignOutPage {
  readonly tenantName: string
  readonly formToken: string
  readonly returnto: string | undefined
  readonly webIntegrationId: string | undefined
}

/** Asks whether to sign out: any site can lead a browser here. */
export const signOutPage = ({ tenantName, formToken, returnto, webIntegrationId }: SignOutPage): string =>
  htmlDocument({
    title: 'Sign out',
    tenantName,
    main: html`<h1>Sign out?</h1>
<p class="lead">You will have to sign in again to see your analytics.</p>
<form method="post" action="/logout">
${hiddenField('form_token', formToken)}
${returnto !== undefined && hiddenField('returnto', returnto)}
${webIntegrationId !== undefined && hiddenField('qlik-web-integration-id', webIntegrationId)}
${submitButton('Sign out')}
</form>`,
  })

/** Tells that the session ended, where the browser goes nowhere else. */
export const signedOutPage = (tenantName: string): string =>
  htmlDocument({
    title: 'Signed out',
    tenantName,
    main: html`<h1>You are signed out</h1>
<p class="lead">Other applications in which you are signed in are not affected.</p>
<p><a class="button quiet" href="/login">Sign in again</a></p>`,
  })
