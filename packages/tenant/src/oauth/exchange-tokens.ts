import { hash } from 'node:crypto'
import { type ExchangePurpose, UnderstudyError } from '@understudy/contract'
import type { ClientCredential } from '../clients/client-credentials.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { type AccessPrincipal, admitPrincipal } from './principal.js'
import type { TokenPrincipal } from './verify-access-token.js'

/** What a single-use token is bound to, beside the user and client of the principal. */
export interface ExchangeBinding {
  readonly purpose: ExchangePurpose
  /** `Origin` header under which it was asked for, and must be presented. */
  readonly origin: string
}

/** 256 bits: not to be guessed within any lifetime. */
const tokenBytes = 32

/**
 * Makes a single-use token that stands for the principal, for one purpose from one origin, for seconds. The store holds
 * its hash only.
 *
 * @returns the token, its life in whole seconds, and its end in milliseconds since 1970
 */
export const createExchangeToken = async (
  { store, tenant, config, clock, randomness }: TenantContext,
  principal: TokenPrincipal,
  { purpose, origin }: ExchangeBinding,
): Promise<{ readonly token: string; readonly expiresIn: number; readonly expiresAt: number }> => {
  const token = randomness.bytes(tokenBytes).toString('base64url')
  const now = clock()
  const expiresAt = Math.min(now + config.exchangeTokenLifetime * 1000, principal.expiresAt)
  await store.deleteFrom('exchange_tokens').where('tenant_id', '=', tenant.id).where('expires_at', '<', now).execute()
  await store
    .insertInto('exchange_tokens')
    .values({
      tenant_id: tenant.id,
      token_hash: hashToken(token),
      user_id: principal.userId,
      client_id: principal.credential.clientId,
      user_epoch: principal.userEpoch,
      client_epoch: principal.credential.clientEpoch,
      client_credential: principal.credential.clientCredential ?? null,
      purpose,
      origin,
      scope: principal.scopes.join(' '),
      expires_at: expiresAt,
      actor: principal.actor ?? null,
      subject_token_id: principal.credential.tokenId,
      subject_token_expires_at: principal.expiresAt,
      grant_id: principal.credential.grantId,
      jkt: principal.credential.jkt ?? null,
      ancestors: JSON.stringify(principal.credential.ancestors),
    })
    .execute()
  return { token, expiresIn: Math.floor((expiresAt - now) / 1000), expiresAt }
}

/**
 * Redeems a single-use token. One presentation uses it up, also a wrong one, on whichever node: the deletion of its row
 * is what decides.
 *
 * @param presented how and from where it is presented
 * @returns the principal of the access token that was exchanged; `expiresAt` is that token's end
 * @throws UnderstudyError `AUTH-EXCHANGE-TOKEN` or `AUTH-TOKEN-REVOKED`
 */
export const consumeExchangeToken = async (
  context: TenantContext,
  token: string,
  presented: { readonly purpose: ExchangePurpose; readonly origin: string | undefined },
): Promise<AccessPrincipal> => {
  const row = await context.store
    .deleteFrom('exchange_tokens')
    .where('tenant_id', '=', context.tenant.id)
    .where('token_hash', '=', hashToken(token))
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw refused('It is unknown or was used before.')
  if (context.clock() >= row.expires_at) throw refused('It has expired.')
  if (row.purpose !== presented.purpose) throw refused(`It was issued for the purpose ${row.purpose}.`)
  if (row.origin !== presented.origin) throw refused('It was issued to a page of another origin.')

  return admitPrincipal(context, {
    userId: row.user_id,
    userEpoch: row.user_epoch,
    actor: row.actor ?? undefined,
    scope: row.scope,
    expiresAt: row.subject_token_expires_at,
    credential: {
      type: 'access-token',
      clientId: row.client_id,
      clientEpoch: row.client_epoch,
      clientCredential: (row.client_credential ?? undefined) as ClientCredential | undefined,
      tokenId: row.subject_token_id,
      grantId: row.grant_id,
      jkt: row.jkt ?? undefined,
      ancestors: JSON.parse(row.ancestors),
    },
  })
}

const hashToken = (token: string): string => hash('sha256', token, 'base64url')

const refused = (reason: string): UnderstudyError =>
  new UnderstudyError('AUTH-EXCHANGE-TOKEN', `The single-use token is not accepted. ${reason}`)
