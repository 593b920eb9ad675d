import type { WaysIn } from '../sign-in/ways-in.js'
import { htmlDocument } from './document.js'
import { errorSummary, field, hiddenField, submitButton } from './form-elements.js'
import { type Html, html } from './html.js'

/** What the sign-in page shows. */
export interface SignInPage {
  readonly tenantName: string
  readonly ways: WaysIn
  readonly formToken: string
  /** Goes with whatever way is chosen. */
  readonly parameters: Readonly<Record<string, string | undefined>>
  /** What an identity provider is told beside; `login_hint` fills the form in. */
  readonly hints: Readonly<Record<'prompt' | 'max_age' | 'login_hint', string | undefined>>
  /** Why an attempt did not succeed. */
  readonly problem?: string | undefined
}

/** The page where somebody signs in: by an identity provider, by name and password, or by a choice of both. */
export const signInPage = (page: SignInPage): string => {
  const { tenantName, ways, problem } = page
  const both = ways.directory && ways.providers.length > 0
  return htmlDocument({
    title: problem === undefined ? 'Sign in' : 'Problem: sign in',
    tenantName,
    main: html`<h1>Sign in</h1>
<p class="lead">Continue to ${tenantName}.</p>
${problem !== undefined && errorSummary('You are not signed in', [{ message: problem, field: 'login' }])}
${ways.providers.length > 0 && providerList(page, both)}
${both && html`<p class="or">or with a password</p>`}
${ways.directory && passwordForm(page)}`,
  })
}

/** Links rather than forms: where an identity provider leads its visitors is beyond our policy for forms. */
const providerList = ({ ways, parameters, hints }: SignInPage, quiet: boolean): Html => {
  const address = (id: string): string => {
    const query = new URLSearchParams({ provider: id })
    for (const [name, value] of Object.entries({ ...parameters, ...hints })) {
      if (value !== undefined) query.set(name, value)
    }
    return `/login/provider?${query}`
  }
  const style = quiet || ways.providers.length > 1 ? 'button quiet' : 'button'
  return html`<ul class="choices">${ways.providers.map(
    ({ id, label }) => html`<li><a class="${style}" href="${address(id)}">Continue with ${label}</a></li>`,
  )}</ul>`
}

const passwordForm = ({ formToken, parameters, hints, problem }: SignInPage): Html =>
  html`<form method="post" action="/login">
${hiddenField('form_token', formToken)}
${Object.entries(parameters).map(([name, value]) => value !== undefined && hiddenField(name, value))}
${field({
  name: 'login',
  label: 'Email or user name',
  type: 'text',
  autocomplete: 'username',
  value: hints.login_hint,
  invalid: problem !== undefined,
})}
${field({
  name: 'password',
  label: 'Password',
  type: 'password',
  autocomplete: 'current-password',
  invalid: problem !== undefined,
})}
${submitButton('Sign in')}
</form>
<p class="small">No password yet, or forgotten? An administrator of this tenant can send you a link.</p>`
