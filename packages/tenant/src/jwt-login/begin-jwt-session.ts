import { UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../audit/audited-change.js'
import { admitVouchedUser } from '../identity-providers/admit-vouched-user.js'
import { type BegunBrowserSession, beginBrowserSession } from '../sessions/create-browser-session.js'
import { spendOnce } from '../store/spend-once.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { type LoginRequest, loginPage } from './login-page.js'
import { verifyLoginJwt } from './verify-login-jwt.js'

/**
 * Signs a user in by a JWT of an identity provider (contract 3): creates or updates the user and the memberships that the
 * JWT names, and begins a session. Each JWT counts once, on whichever node.
 *
 * @throws UnderstudyError JWT-LOGIN-UNTRUSTED, JWT-LOGIN-REPLAYED, INTERNAL-TOKEN-1, WEB-INTEGRATIONS-*, LOGIN-USER-*,
 *   USERS-DUPLICATE-SUBJECT, GROUPS-LIMIT
 */
export const beginJwtSession = async (
  context: TenantContext,
  jwt: string,
  request: LoginRequest,
): Promise<BegunBrowserSession> => {
  const page = await loginPage(context, request)
  const { provider, user, jti, expiresAt } = await verifyLoginJwt(context, jwt)
  const { tenant, store, clock, identityChanges } = context
  const now = clock()
  const tolerance = provider.clock_tolerance_sec * 1000
  // By the issuer, not by the provider: a provider that is made anew for it takes no JWT a second time.
  const login = { tenantId: tenant.id, use: 'jwt-login', issuer: provider.issuer ?? provider.id, id: jti } as const
  if (!(await spendOnce(store, { ...login, expiresAt: expiresAt + tolerance }, now)))
    throw new UnderstudyError('JWT-LOGIN-REPLAYED', 'The "jti" of the JWT was presented before.')

  const trace = { origin: request.origin, address: request.address }
  const actor = { type: 'identity-provider', id: provider.id } as const
  const rules = { createNewUsers: provider.create_new_users === 1, adoptInvited: false }
  const { begun } = await auditedChange(
    context,
    async (transaction, note) => {
      const admitted = await admitVouchedUser(context, { transaction, note, trace, actor }, user, rules)
      if (admitted === undefined)
        throw new UnderstudyError('USERS-DUPLICATE-SUBJECT', 'Another user has this subject, written differently.')
      const { userId, changed } = admitted
      const wanted = { userId, source: 'jwt-login-session', idpId: provider.id, authTime: now, ...page, trace } as const
      return { userId, changed, begun: await beginBrowserSession(context, transaction, note, wanted) }
    },
    ({ userId, changed }) => {
      if (changed) identityChanges.publish({ tenantId: tenant.id, kind: 'user', id: userId })
    },
  )
  return begun
}
