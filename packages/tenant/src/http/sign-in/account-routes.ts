import { UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { accountPage } from '../../pages/account-page.js'
import { continuePage } from '../../pages/continue-page.js'
import type { FormProblem } from '../../pages/form-elements.js'
import { changePasswordPage } from '../../pages/set-password-page.js'
import { readBrowserSession } from '../../sessions/read-browser-session.js'
import { type Account, readAccount } from '../../sign-in/account.js'
import { assertFormToken, newFormToken } from '../../sign-in/form-token.js'
import { changePassword } from '../../sign-in/passwords/change-password.js'
import { sendPage } from '../send-page.js'
import { beginSession } from './begin-session.js'
import { setCookies, signInRequest } from './sign-in-request.js'

const passwordPath = '/account/password'

const PasswordForm = Type.Object(
  {
    form_token: Type.String({ maxLength: 64 }),
    username: Type.Optional(Type.String({ maxLength: 256 })),
    current_password: Type.String({ maxLength: 1024 }),
    password: Type.String({ maxLength: 1024 }),
  },
  { additionalProperties: false },
)
type PasswordForm = Type.Static<typeof PasswordForm>

/** What signed-in people see of themselves, and where they change their password. */
export const addAccountRoutes = (app: FastifyInstance): void => {
  app.get('/account', async (request, reply) => {
    const account = await signedInAccount(request)
    if (account === undefined) return reply.redirect('/login', 303)
    return sendPage(reply, 200, accountPage({ ...account, tenantName: request.tenant.tenant.name }))
  })

  app.get(passwordPath, async (request, reply) => {
    const account = await signedInAccount(request)
    if (account === undefined) return reply.redirect(`/login?returnto=${passwordPath}`, 303)
    return showPasswordForm(request, reply, account, { status: 200 })
  })

  app.post<{ Body: PasswordForm }>(passwordPath, { schema: { body: PasswordForm } }, async (request, reply) => {
    const { body, tenant } = request
    const account = await signedInAccount(request)
    if (account === undefined) return reply.redirect(`/login?returnto=${passwordPath}`, 303)
    const { userId } = account
    try {
      assertFormToken(tenant, request.headers.cookie, body.form_token)
      const change = { userId, currentPassword: body.current_password, newPassword: body.password }
      await changePassword(tenant, change, signInRequest(request))
    } catch (error) {
      if (!(error instanceof UnderstudyError)) throw error
      const problem = { message: error.detail, field: fieldOf(error) }
      return showPasswordForm(request, reply, account, { status: error.entry.status, problem })
    }
    await beginSession(request, reply, { userId, idpId: null, authTime: tenant.clock(), webIntegrationId: undefined })
    return sendPage(reply, 200, continuePage('/account', tenant.tenant.name))
  })
}

/** Who is signed in on the tenant's own pages. */
const signedInAccount = async (request: FastifyRequest): Promise<Account | undefined> => {
  const session = await readBrowserSession(request.tenant, request.headers.cookie)
  return session && readAccount(request.tenant, session.userId)
}

const fieldOf = ({ code }: UnderstudyError): string | undefined => {
  if (code === 'LOGIN-REFUSED') return 'current_password'
  return code === 'LOGIN-PASSWORD-UNSUITABLE' ? 'password' : undefined
}

const showPasswordForm = (
  request: FastifyRequest,
  reply: FastifyReply,
  { email, subject, hasPassword }: Account,
  { status, problem }: { readonly status: number; readonly problem?: FormProblem },
): FastifyReply => {
  if (!hasPassword)
    throw new UnderstudyError('LOGIN-REFUSED', 'You sign in with an identity provider, and have no password here.')
  const form = newFormToken(request.tenant, request.headers.cookie)
  setCookies(reply, form.setCookies)
  const { name: tenantName } = request.tenant.tenant
  const page = changePasswordPage({ tenantName, formToken: form.token, problem, login: email ?? subject })
  return sendPage(reply, status, page)
}
