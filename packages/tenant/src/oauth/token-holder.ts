import { sql } from 'kysely'
import { endedCredentialId } from '../clients/client-credentials.js'
import { privilegeColumn, readPrivilege } from '../directory/privileges/privilege-columns.js'
import { prepareQuery } from '../store/prepared-query.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { AccessTokenCredential } from './credential.js'

/** What stands behind a credential now. */
export interface CredentialHolder {
  readonly subject: string
  /** The user is the bot user of a client (contract 1.7), not a person. */
  readonly bot: boolean
  /** The user is active, and what was issued to them is still accepted. */
  readonly admitted: boolean
  readonly userEpoch: number
  /** What the user may administer now. */
  readonly adminScopes: readonly string[]
  readonly allowedOrigins: readonly string[]
  /** The only app that a visitor without an account may open. */
  readonly onlyApp?: string
}

const holderQuery = prepareQuery(
  ['tenantId', 'userId', 'clientId', 'tokenId', 'grantId', 'credentialId'],
  (store, { tenantId, userId, clientId, tokenId, grantId, credentialId }) =>
    store
      .selectFrom('users')
      .innerJoin('oauth_clients', (join) =>
        join.onRef('oauth_clients.tenant_id', '=', 'users.tenant_id').on('oauth_clients.id', '=', clientId),
      )
      .select([
        'users.subject',
        'users.status',
        'users.client_id',
        'users.epoch as user_epoch',
        'oauth_clients.epoch as client_epoch',
        'oauth_clients.disable_tag',
        'oauth_clients.allowed_origins',
      ])
      .select((builder) => privilegeColumn(builder).as('privilege'))
      .select((builder) =>
        builder
          .selectFrom('revoked_tokens')
          .select('revoked_tokens.id')
          .where('revoked_tokens.tenant_id', '=', tenantId)
          .where('revoked_tokens.id', 'in', [tokenId, grantId, credentialId])
          .limit(sql.lit(1))
          .as('revoked'),
      )
      .where('users.tenant_id', '=', tenantId)
      .where('users.id', '=', userId)
      .limit(sql.lit(1)),
)

/** Reads user, client and revocations in one query; undefined when user or client does not exist (any more). */
const readTokenHolder = async (
  { store, tenant }: TenantContext,
  userId: string,
  { clientId, clientEpoch, clientCredential, tokenId, grantId }: AccessTokenCredential,
): Promise<CredentialHolder | undefined> => {
  const credentialId = endedCredentialId(clientId, clientCredential)
  const [row] = await holderQuery(store, { tenantId: tenant.id, userId, clientId, tokenId, grantId, credentialId })
  if (row === undefined) return undefined
  return {
    subject: row.subject,
    bot: row.client_id !== null,
    admitted:
      row.status === 'active' && row.disable_tag === null && row.client_epoch === clientEpoch && row.revoked === null,
    userEpoch: row.user_epoch,
    adminScopes: readPrivilege(row.privilege).adminScopes,
    allowedOrigins: JSON.parse(row.allowed_origins),
  }
}

/** The same with all tokens that the token was exchanged from: it is admitted while each of them would be. */
export const readHolderOfChain = async (
  context: TenantContext,
  userId: string,
  credential: AccessTokenCredential,
): Promise<CredentialHolder | undefined> => {
  const holder = await readTokenHolder(context, userId, credential)
  for (const [tokenId, clientId, clientEpoch, clientCredential] of credential.ancestors) {
    const ancestor = await readTokenHolder(context, userId, {
      ...credential,
      tokenId,
      clientId,
      clientEpoch,
      clientCredential: clientCredential ?? undefined,
    })
    if (ancestor?.admitted !== true) return undefined
  }
  return holder
}
