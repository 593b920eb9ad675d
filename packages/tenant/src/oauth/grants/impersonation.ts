import { type ImpersonationRequest, UnderstudyError } from '@understudy/contract'
import { hasOtherSpelling } from '../../directory/users/subject-spelling.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { presentedCredentials } from '../client-authentication.js'
import { grantScopes } from '../granted-scopes.js'
import { authenticateMachineClient } from '../machine-client.js'
import type { TokenClient } from '../token-client.js'
import { accessTokenOutcome } from './access-token-outcome.js'
import type { GrantOutcome, TokenCall } from './grant.js'
import { type MintFor, provisionAndMint } from './provisioning.js'
import { findSubjectUser, type SubjectUser } from './subject-user.js'

/**
 * The grant `urn:qlik:oauth:user-impersonation` (contract 1.1, 2): a trusted confidential client gets a token in the name
 * of an active user of its tenant, with scopes within its own, and never with more power than it may borrow. A client that
 * may provision users can tell of the user in the same request.
 *
 * @throws UnderstudyError as `authenticateMachineClient`, and `OAUTH-USER-NOT-FOUND`, `OAUTH-USER-NOT-ACTIVE`,
 *   `OAUTH-ADMIN-IMPERSONATION`, `OAUTH-INVALID-SCOPE` or `OAUTH-ADMIN-SCOPE`, and those of `provisionAndMint`
 */
export const impersonate = async (
  context: TenantContext,
  body: ImpersonationRequest,
  call: TokenCall,
): Promise<GrantOutcome> => {
  const client = await authenticateMachineClient(context, presentedCredentials(body, call.authorization), {
    grantType: body.grant_type,
    origin: call.origin,
  })
  const jkt = keyOf(body, call)
  const mintFor: MintFor = (found) => {
    const user = checkSubject(client, found)
    const scopes = grantScopes({
      requested: body.scope,
      allowed: client.scopes,
      // An administrator got this far through a client that may impersonate administrators only.
      adminScopes: user.privilege.adminScopes,
    })
    return accessTokenOutcome(context, { user, client, act: { sub: client.id }, scopes, origin: call.origin, jkt })
  }
  if (body.user !== undefined) {
    const minted = await provisionAndMint(context, client, { ...body, user: body.user }, call, mintFor)
    if (minted !== undefined) return minted
  }
  const found = await findSubjectUser(context, body.user_lookup)
  if (found === undefined) throw await notFound(context, body.user_lookup)
  return mintFor(found)
}

/**
 * The key that the token is bound to: the one that the sender proves to hold, or the one that a backend names because it
 * is held by a page. A wrong name only makes a token that nobody can use.
 */
const keyOf = ({ dpop_jkt: named }: ImpersonationRequest, { jkt: proven }: TokenCall): string | undefined => {
  if (named === undefined || proven === undefined || named === proven) return named ?? proven
  throw new UnderstudyError('OAUTH-INVALID-REQUEST', 'The dpop_jkt is of another key than the DPoP header.')
}

/** Tells of a spelling that is near, which the host can look up and has to use. */
const notFound = async (
  { store, tenant }: TenantContext,
  { field, value }: ImpersonationRequest['user_lookup'],
): Promise<UnderstudyError> => {
  const otherCase = field === 'subject' && (await hasOtherSpelling(store, tenant.id, value))
  return new UnderstudyError(
    'OAUTH-USER-NOT-FOUND',
    otherCase
      ? 'The user_lookup fits no user of the tenant; one has this subject in other upper and lower case.'
      : 'The user_lookup fits no user of the tenant.',
  )
}

const checkSubject = (client: TokenClient, user: SubjectUser): SubjectUser => {
  if (user.status !== 'active') {
    throw new UnderstudyError('OAUTH-USER-NOT-ACTIVE', `The status of the user is ${user.status}.`)
  }
  if (user.privilege.administers && !client.mayImpersonateAdmins) {
    throw new UnderstudyError('OAUTH-ADMIN-IMPERSONATION', 'The user has an administrative role.')
  }
  return user
}
