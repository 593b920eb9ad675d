import { privilegeColumn } from '../directory/privileges/privilege-columns.js'
import type { Store } from '../store/schema.js'

/** A key with what its user is now. */
export type ApiKeyHolder = NonNullable<Awaited<ReturnType<typeof readApiKeyHolder>>>

/**
 * Reads a key, by its id or its hash, with its user; undefined when there is none.
 *
 * @returns `client_epoch_now` and `allowed_scopes` are those of the client whose bot user it is, null for a person
 */
export const readApiKeyHolder = (
  store: Store,
  tenantId: string,
  by: { readonly id: string } | { readonly key_hash: string },
) => {
  const keys = store
    .selectFrom('api_keys')
    .innerJoin('users', (join) =>
      join.onRef('users.tenant_id', '=', 'api_keys.tenant_id').onRef('users.id', '=', 'api_keys.user_id'),
    )
    .leftJoin('oauth_clients', (join) =>
      join.onRef('oauth_clients.tenant_id', '=', 'users.tenant_id').onRef('oauth_clients.id', '=', 'users.client_id'),
    )
    .select([
      'api_keys.id',
      'api_keys.user_id',
      'api_keys.expires_at',
      'api_keys.revoked_at',
      'api_keys.client_epoch',
      'users.subject',
      'users.status',
      'users.epoch as user_epoch',
      'users.client_id',
      'oauth_clients.epoch as client_epoch_now',
      'oauth_clients.disable_tag',
      'oauth_clients.allowed_scopes',
    ])
    .select((builder) => privilegeColumn(builder).as('privilege'))
    .where('api_keys.tenant_id', '=', tenantId)
  const one = 'id' in by ? keys.where('api_keys.id', '=', by.id) : keys.where('api_keys.key_hash', '=', by.key_hash)
  return one.executeTakeFirst()
}

/** Whether the key, its user, and the client whose bot user it may be, are all still good. */
export const isAlive = (holder: ApiKeyHolder): boolean =>
  holder.revoked_at === null &&
  holder.status === 'active' &&
  (holder.client_id === null || (holder.disable_tag === null && holder.client_epoch_now === holder.client_epoch))
