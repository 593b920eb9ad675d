import { UnderstudyError } from '@understudy/contract'
import { type ApiKeyHolder, readApiKeyHolder } from '../../api-keys/api-key-holder.js'
import { hashApiKey, isApiKey } from '../../api-keys/api-key-secret.js'
import { admitPrincipal } from '../principal.js'
import type { CredentialReader } from './credential-reader.js'

/** The key of an `Authorization: Bearer` header (contract 4.8), which no page may use. */
export const readApiKeyCredential: CredentialReader = async (context, { headers }) => {
  const key = /^Bearer +([\w-]+)$/i.exec(headers.authorization ?? '')?.[1]
  if (key === undefined || !isApiKey(key)) return undefined
  const { store, tenant, clock } = context
  const holder = await readApiKeyHolder(store, tenant.id, { key_hash: hashApiKey(key) })
  if (holder === undefined) throw new UnderstudyError('AUTH-TOKEN-INVALID', 'The tenant has no such API key.')
  if (clock() >= holder.expires_at) {
    const ended = new Date(holder.expires_at).toISOString()
    throw new UnderstudyError('AUTH-TOKEN-EXPIRED', `The API key ended at ${ended}.`)
  }
  return admitPrincipal(context, {
    userId: holder.user_id,
    // A key outlives changes of its user's groups and roles; what is open with it does not.
    userEpoch: holder.user_epoch,
    actor: undefined,
    expiresAt: holder.expires_at,
    credential: { type: 'api-key', keyId: holder.id },
    scope: scopeOf(holder),
  })
}

/** All that its user may do; of a bot user, what its client is allowed, as with the client's tokens (contract 1.7). */
const scopeOf = ({ allowed_scopes: ofClient }: ApiKeyHolder): string =>
  ofClient === null ? 'user_default admin_classic' : JSON.parse(ofClient).join(' ')
