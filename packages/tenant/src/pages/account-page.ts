import { htmlDocument } from './document.js'
import { html } from './html.js'

/** Who is signed in, and what they can do about it. */
export interface AccountPage {
  readonly tenantName: string
  readonly name: string
  readonly subject: string
  readonly email: string | null
  readonly hasPassword: boolean
  /** Something that was just done. */
  readonly notice?: string | undefined
}

/** The page of a signed-in user who came from nowhere else. */
export const accountPage = ({ tenantName, name, subject, email, hasPassword, notice }: AccountPage): string =>
  htmlDocument({
    title: 'Your account',
    tenantName,
    main: html`<h1>${name}</h1>
<p class="lead">You are signed in.</p>
${notice !== undefined && html`<p role="status"><strong>${notice}</strong></p>`}
<dl class="facts">
${email !== null && html`<dt>Email</dt><dd>${email}</dd>`}
<dt>User name</dt><dd>${subject}</dd>
</dl>
${hasPassword && html`<a class="button quiet" href="/account/password">Change the password</a>`}
<a class="button quiet" href="/logout">Sign out</a>`,
  })
