import { parseScopeList, UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../tenants/tenant-context.js'
import { readVisitorHolder } from './anonymous/visitor-holder.js'
import { isVisitor } from './anonymous/visitor-id.js'
import type { Credential } from './credential.js'
import { heldScopes } from './granted-scopes.js'
import { readKeyHolder } from './key-holder.js'
import { readSessionHolder } from './session-holder.js'
import { type CredentialHolder, readHolderOfChain } from './token-holder.js'

/** In whose name a request acts, what it may do, and what it proved that with. */
export interface AccessPrincipal {
  readonly tenantId: string
  readonly userId: string
  readonly subject: string
  /** Epoch of the user that the credential was issued under. */
  readonly userEpoch: number
  /** The client that acts in the user's name; undefined when a client acts as its own bot user, or users themselves. */
  readonly actor: string | undefined
  /** A client acts as its own bot user (contract 1.7): a backend, not somebody's browser. */
  readonly machine: boolean
  /** Granted scopes, as far as the roles of the user (still) cover them. */
  readonly scopes: readonly string[]
  /** End of the credential, milliseconds since 1970. */
  readonly expiresAt: number
  /** Origins from which browsers may use the credential. */
  readonly allowedOrigins: readonly string[]
  readonly credential: Credential
  /** The only app that may be opened, by a visitor without an account; undefined for everybody who has one. */
  readonly onlyApp?: string | undefined
}

/** What a credential says of itself, after its genuineness was checked. */
export interface PresentedIdentity
  extends Pick<AccessPrincipal, 'userId' | 'userEpoch' | 'actor' | 'expiresAt' | 'credential'> {
  readonly scope: string
}

/**
 * Reads what stands behind a genuine credential now.
 *
 * @throws UnderstudyError `AUTH-TOKEN-REVOKED` when the credential was revoked, or its user or client is disabled, gone,
 *   or of another epoch than at its issue
 */
export const admitPrincipal = async (
  context: TenantContext,
  presented: PresentedIdentity,
): Promise<AccessPrincipal> => {
  const holder = await readHolder(context, presented)
  if (holder === undefined || !holder.admitted || holder.userEpoch !== presented.userEpoch) {
    throw new UnderstudyError('AUTH-TOKEN-REVOKED', 'The access was revoked, or its user or client has changed.')
  }
  const { scope, ...identity } = presented
  return {
    ...identity,
    tenantId: context.tenant.id,
    subject: holder.subject,
    machine: holder.bot && presented.actor === undefined,
    scopes: heldScopes(parseScopeList(scope), holder.adminScopes),
    allowedOrigins: holder.allowedOrigins,
    onlyApp: holder.onlyApp,
  }
}

const readHolder = async (
  context: TenantContext,
  { userId, credential }: PresentedIdentity,
): Promise<CredentialHolder | undefined> => {
  switch (credential.type) {
    case 'access-token':
      return isVisitor(userId) ? readVisitorHolder(context, credential) : readHolderOfChain(context, userId, credential)
    case 'session':
      return readSessionHolder(context, credential)
    case 'api-key':
      return readKeyHolder(context, credential)
  }
}
