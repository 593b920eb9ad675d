import { UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { continuePage } from '../../pages/continue-page.js'
import type { FormProblem } from '../../pages/form-elements.js'
import { linkPage } from '../../pages/set-password-page.js'
import { assertFormToken, newFormToken } from '../../sign-in/form-token.js'
import { acceptLink } from '../../sign-in/links/accept-link.js'
import { linkPath, readLink } from '../../sign-in/links/sign-in-links.js'
import { sendPage } from '../send-page.js'
import { beginSession } from './begin-session.js'
import { setCookies, signInRequest } from './sign-in-request.js'

const token = Type.String({ maxLength: 64 })

const LinkQuery = Type.Object({ token })
type LinkQuery = Type.Static<typeof LinkQuery>

const LinkForm = Type.Object(
  {
    token,
    form_token: Type.String({ maxLength: 64 }),
    // For password managers only: whose password it is, the link says.
    username: Type.Optional(Type.String({ maxLength: 256 })),
    name: Type.Optional(Type.String({ maxLength: 256 })),
    password: Type.String({ maxLength: 1024 }),
  },
  { additionalProperties: false },
)
type LinkForm = Type.Static<typeof LinkForm>

/** The page of an invitation or of a reset. Opening it spends nothing: programs that scan mail open links too. */
export const addLinkRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: LinkQuery }>(linkPath, { schema: { querystring: LinkQuery } }, async (request, reply) =>
    showLink(request, reply, request.query.token, { status: 200 }),
  )

  app.post<{ Body: LinkForm }>(linkPath, { schema: { body: LinkForm } }, async (request, reply) => {
    const { body, tenant } = request
    try {
      assertFormToken(tenant, request.headers.cookie, body.form_token)
      const { userId } = await acceptLink(tenant, body, signInRequest(request))
      await beginSession(request, reply, {
        userId,
        idpId: null,
        authTime: tenant.clock(),
        webIntegrationId: undefined,
      })
    } catch (error) {
      if (!(error instanceof UnderstudyError) || error.code === 'LOGIN-LINK-INVALID') throw error
      const field = error.code === 'LOGIN-PASSWORD-UNSUITABLE' ? 'password' : undefined
      const problem = { message: error.detail, field }
      return showLink(request, reply, body.token, { status: error.entry.status, problem, name: body.name })
    }
    return sendPage(reply, 200, continuePage('/account', tenant.tenant.name))
  })
}

interface LinkView {
  readonly status: number
  readonly problem?: FormProblem
  readonly name?: string | undefined
}

const showLink = async (
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  { status, problem, name }: LinkView,
): Promise<FastifyReply> => {
  const { tenant } = request
  const holder = await readLink(tenant, tenant.store, token)
  const form = newFormToken(tenant, request.headers.cookie)
  setCookies(reply, form.setCookies)
  const page = linkPage({
    tenantName: tenant.tenant.name,
    formToken: form.token,
    problem,
    purpose: holder.purpose,
    token,
    name: name ?? holder.name,
    login: holder.email ?? holder.subject,
  })
  return sendPage(reply, status, page)
}
