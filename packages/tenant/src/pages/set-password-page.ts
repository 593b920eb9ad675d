import { htmlDocument } from './document.js'
import { errorSummary, type FormProblem, field, hiddenField, submitButton } from './form-elements.js'
import { type Html, html } from './html.js'

/** What every page with a new password shows. */
interface NewPasswordPage {
  readonly tenantName: string
  readonly formToken: string
  readonly problem?: FormProblem | undefined
}

/** The page that a link opens. */
export interface LinkPage extends NewPasswordPage {
  readonly purpose: 'invitation' | 'password-reset'
  readonly token: string
  readonly name: string
  /** Email address, or subject, under which the user signs in. */
  readonly login: string
}

/** The page where an invited user chooses name and password, or any user a new password. */
export const linkPage = ({ tenantName, formToken, problem, purpose, token, name, login }: LinkPage): string => {
  const invited = purpose === 'invitation'
  const heading = invited ? `Welcome to ${tenantName}` : 'Choose a new password'
  return passwordPage(tenantName, heading, problem, {
    lead: invited
      ? html`You are invited as <strong>${login}</strong>. Choose your name and a password to join.`
      : html`For <strong>${login}</strong>. You are signed out everywhere else.`,
    form: html`<form method="post" action="/login/link">
${hiddenField('form_token', formToken)}
${hiddenField('token', token)}
${userName(login)}
${invited && field({ name: 'name', label: 'Name', type: 'text', autocomplete: 'name', value: name })}
${newPassword(problem)}
${submitButton(invited ? 'Join' : 'Set the password')}
</form>`,
  })
}

/** What `changePasswordPage` shows. */
export interface ChangePasswordPage extends NewPasswordPage {
  readonly login: string
}

/** The page where a signed-in user changes the password. */
export const changePasswordPage = ({ tenantName, formToken, problem, login }: ChangePasswordPage): string =>
  passwordPage(tenantName, 'Change your password', problem, {
    lead: html`You are signed out everywhere else.`,
    form: html`<form method="post" action="/account/password">
${hiddenField('form_token', formToken)}
${userName(login)}
${field({
  name: 'current_password',
  label: 'Current password',
  type: 'password',
  autocomplete: 'current-password',
  problem: problem?.field === 'current_password' ? problem.message : undefined,
})}
${newPassword(problem)}
${submitButton('Change the password')}
</form>
<p class="small"><a href="/account">Back to your account</a></p>`,
  })

const passwordPage = (
  tenantName: string,
  heading: string,
  problem: FormProblem | undefined,
  { lead, form }: { readonly lead: Html; readonly form: Html },
): string =>
  htmlDocument({
    title: problem === undefined ? heading : `Problem: ${heading}`,
    tenantName,
    main: html`<h1>${heading}</h1>
<p class="lead">${lead}</p>
${problem !== undefined && errorSummary('The password was not set', [problem])}
${form}`,
  })

const newPassword = (problem: FormProblem | undefined): Html =>
  field({
    name: 'password',
    label: 'New password',
    type: 'password',
    autocomplete: 'new-password',
    hint: 'At least 12 characters. A few words that only you put together are easy to remember and hard to guess.',
    problem: problem?.field === 'password' ? problem.message : undefined,
  })

/** Tells password managers whose password it is; nobody needs to see it. */
const userName = (login: string): Html =>
  html`<input type="text" name="username" value="${login}" autocomplete="username" readonly hidden>`
