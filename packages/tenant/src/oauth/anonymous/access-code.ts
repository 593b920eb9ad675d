import { sql } from 'kysely'
import { prepareQuery } from '../../store/prepared-query.js'
import type { Store } from '../../store/schema.js'

const codeQuery = (store: Store, tenantId: string) =>
  store
    .selectFrom('access_codes')
    .innerJoin('oauth_clients', (join) =>
      join
        .onRef('oauth_clients.tenant_id', '=', 'access_codes.tenant_id')
        .onRef('oauth_clients.id', '=', 'access_codes.client_id'),
    )
    .select([
      'access_codes.id',
      'access_codes.app_id',
      'access_codes.expires_at',
      'oauth_clients.id as client_id',
      'oauth_clients.app_type',
      'oauth_clients.epoch as client_epoch',
      'oauth_clients.disable_tag',
      'oauth_clients.dpop_bound_access_tokens',
      'oauth_clients.allowed_scopes',
      'oauth_clients.allowed_origins',
    ])
    .where('access_codes.tenant_id', '=', tenantId)

/** Finds an access code with its client by the SHA-256 of the code; a hash's beginning tells nothing of the code. */
export const codeByHash = prepareQuery(['tenantId', 'codeHash'], (store, { tenantId, codeHash }) =>
  codeQuery(store, tenantId).where('access_codes.code_hash', '=', codeHash),
)

/** Finds an access code by its id, for a token that it led to, and whether that was revoked. */
export const codeOfToken = prepareQuery(['tenantId', 'id', 'tokenId'], (store, { tenantId, id, tokenId }) =>
  codeQuery(store, tenantId)
    .select((builder) =>
      builder
        .selectFrom('revoked_tokens')
        .select('revoked_tokens.id')
        .where('revoked_tokens.tenant_id', '=', tenantId)
        .where('revoked_tokens.id', 'in', [id, tokenId])
        .limit(sql.lit(1))
        .as('revoked'),
    )
    .where('access_codes.id', '=', id),
)
