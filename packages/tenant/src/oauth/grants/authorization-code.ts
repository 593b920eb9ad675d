import { hash, timingSafeEqual } from 'node:crypto'
import {
  type AuthorizationCodeRequest,
  offlineAccessScope,
  parseScopeList,
  UnderstudyError,
} from '@understudy/contract'
import type { Selectable } from 'kysely'
import { auditedChange } from '../../audit/audited-change.js'
import { isSessionOpen } from '../../sessions/is-session-open.js'
import { runTransaction } from '../../store/run-transaction.js'
import type { AuthorizationCodeRow } from '../../store/schema.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { assertOrigin } from '../assert-origin.js'
import { deleteCode, holdCode, useCode } from '../authorization/authorization-codes.js'
import { identifyClient, presentedCredentials } from '../client-authentication.js'
import { assertKeyBound } from '../dpop/key-of-call.js'
import { issueIdToken } from '../openid/id-token.js'
import { labelOfRequest } from '../refresh/grant-label.js'
import { beginFamily, type OfflineGrant } from '../refresh/refresh-family.js'
import { endGrant } from '../revocation/revoke-grant.js'
import type { TokenClient } from '../token-client.js'
import { accessTokenOutcome } from './access-token-outcome.js'
import type { GrantOutcome, TokenCall } from './grant.js'
import { findSubjectUser, type SubjectUser } from './subject-user.js'

/**
 * The grant `authorization_code` (RFC 6749 section 4.1.3) with PKCE (RFC 7636 section 4.6): a code becomes tokens once,
 * for the client, redirect address, verifier, user and session that it was made for. A second use, by whomever, ends what
 * the first obtained (RFC 6749 section 4.1.2).
 *
 * @throws UnderstudyError as `identifyClient`, and `OAUTH-CLIENT-DISABLED`, `OAUTH-29` or `OAUTH-CODE-INVALID`
 */
export const redeemCode = async (
  context: TenantContext,
  body: AuthorizationCodeRequest,
  call: TokenCall,
): Promise<GrantOutcome> => {
  const client = await identifyClient(context, presentedCredentials(body, call.authorization))
  if (!client.enabled) throw new UnderstudyError('OAUTH-CLIENT-DISABLED', 'The client is disabled.')
  if (call.origin !== undefined) assertOrigin(context.tenant, client, call.origin)
  assertKeyBound(client, call.jkt)

  const presented = await useCode(context, body.code)
  if (presented.kind === 'unknown') throw refused('It is unknown.')
  if (presented.kind === 'replay') {
    await endReplayed(context, presented.row, call)
    throw refused('It was used before; what it obtained has ended.')
  }
  const { row } = presented
  checkBinding(context, row, body, client)
  if (row.dpop_jkt !== null && row.dpop_jkt !== call.jkt) throw refused('It is bound to another key.')
  if (!(await isSessionOpen(context, row.session_id))) throw refused('Its session has ended.')
  const user = await findSubjectUser(context, { field: 'userId', value: row.user_id })
  checkUser(row, user)
  const scopes = parseScopeList(row.scope)
  const label = labelOfRequest(body)
  const refreshToken = await offlineToken(context, row, { user, client, scopes, jkt: call.jkt, label })
  const { response, issued } = accessTokenOutcome(context, {
    user,
    client,
    scopes,
    origin: call.origin,
    jkt: call.jkt,
    grantId: row.grant_id,
    authTime: Math.floor(row.auth_time / 1000),
  })
  const idToken = scopes.includes('openid')
    ? issueIdToken(context, {
        userId: user.id,
        clientId: client.id,
        authTime: row.auth_time,
        nonce: row.nonce ?? undefined,
        sessionId: row.session_id,
        accessToken: response.access_token,
      })
    : undefined
  return {
    response: {
      ...response,
      ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      ...(idToken !== undefined && { id_token: idToken }),
    },
    issued: { ...issued, ...label },
  }
}

/** The first token of a refresh family, where the user granted one. */
const offlineToken = async (
  context: TenantContext,
  row: Selectable<AuthorizationCodeRow>,
  { user, client, scopes, jkt, label }: Pick<OfflineGrant, 'user' | 'client' | 'scopes' | 'jkt' | 'label'>,
): Promise<string | undefined> => {
  if (!scopes.includes(offlineAccessScope)) return undefined
  const grant = { grantId: row.grant_id, user, client, scopes, jkt, label, authTime: row.auth_time }
  return runTransaction(context.store, async (transaction) => {
    if (await holdCode(transaction, row)) return beginFamily(context, transaction, grant)
    throw refused('It was used a second time, or the consent was withdrawn.')
  })
}

/** Ends what the first use of a code obtained, or is about to obtain. */
const endReplayed = async (
  context: TenantContext,
  row: Selectable<AuthorizationCodeRow>,
  { origin, address }: TokenCall,
): Promise<void> => {
  const { grant_id: grantId, user_id: subject, client_id: client } = row
  await auditedChange(
    context,
    async (transaction, note) => {
      await deleteCode(transaction, row)
      const label = await endGrant(context, transaction, grantId)
      note({ event: 'oauth-token.revoked', outcome: 'success', grantId, subject, client, ...label, origin, address })
    },
    () => context.identityChanges.publish({ tenantId: context.tenant.id, kind: 'grant', id: grantId }),
  )
}

const checkBinding = (
  { clock }: TenantContext,
  row: Selectable<AuthorizationCodeRow>,
  body: AuthorizationCodeRequest,
  client: TokenClient,
): void => {
  if (row.client_id !== client.id) throw refused('It was issued to another client.')
  if (clock() >= row.expires_at) throw refused('It has expired.')
  if (row.client_epoch !== client.epoch) throw refused('The client has changed since its issue.')
  if (row.redirect_uri !== body.redirect_uri) throw refused('It was issued for another redirect_uri.')
  if (!fits(body.code_verifier, row.code_challenge)) throw refused('The code_verifier does not fit.')
}

/** RFC 7636 section 4.6, for the method S256. */
const fits = (verifier: string, challenge: string): boolean =>
  timingSafeEqual(Buffer.from(hash('sha256', verifier, 'base64url')), Buffer.from(challenge))

function checkUser(row: Selectable<AuthorizationCodeRow>, user: SubjectUser | undefined): asserts user is SubjectUser {
  if (user?.status !== 'active' || user.epoch !== row.user_epoch) {
    throw refused('Its user has changed since its issue.')
  }
}

const refused = (reason: string): UnderstudyError =>
  new UnderstudyError('OAUTH-CODE-INVALID', `The authorization code is not accepted. ${reason}`)
