import { UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type RedirectingClient, registeredRedirectUri } from './redirect-uri.js'

/** What the authorization endpoint knows of a client. */
export interface AuthorizationClient extends RedirectingClient {
  readonly id: string
  readonly name: string
  readonly clientUri: string | undefined
  /** The tenant's administrator has consented for everybody (contract 1.9). */
  readonly trusted: boolean
  readonly scopes: readonly string[]
  readonly epoch: number
}

/**
 * Finds the client that sends its user here.
 *
 * @throws UnderstudyError `OAUTH-AUTHORIZE-CLIENT`: nothing may be sent to whatever address the request names
 */
export const findAuthorizationClient = async (
  { store, tenant }: TenantContext,
  clientId: string | undefined,
): Promise<AuthorizationClient> => {
  // PostgreSQL fails when asked for a text with a NUL.
  const row =
    clientId === undefined || clientId.includes('\0')
      ? undefined
      : await store
          .selectFrom('oauth_clients')
          .select(['id', 'name', 'client_uri', 'app_type', 'disable_tag', 'consent_method'])
          .select(['allowed_scopes', 'redirect_uris', 'epoch'])
          .where('tenant_id', '=', tenant.id)
          .where('id', '=', clientId)
          .executeTakeFirst()
  if (row === undefined) throw refused('The tenant has no such client.')
  if (row.disable_tag !== null) throw refused('The client is disabled.')
  if (row.app_type === 'anonymous-embed') throw refused('The client is for visitors who do not sign in.')
  return {
    id: row.id,
    name: row.name,
    clientUri: row.client_uri ?? undefined,
    appType: row.app_type,
    trusted: row.consent_method === 'trusted',
    scopes: JSON.parse(row.allowed_scopes),
    redirectUris: JSON.parse(row.redirect_uris),
    epoch: row.epoch,
  }
}

/**
 * The address to answer to.
 *
 * @throws UnderstudyError `OAUTH-1`
 */
export const answerAddress = (client: AuthorizationClient, presented: readonly string[]): string => {
  const redirectUri = registeredRedirectUri(client, presented)
  if (redirectUri !== undefined) return redirectUri
  const [first] = presented
  const detail =
    first === undefined
      ? 'The parameter redirect_uri is missing.'
      : `The client has not registered the address ${first.slice(0, 256)}.`
  throw new UnderstudyError('OAUTH-1', detail)
}

const refused = (detail: string): UnderstudyError => new UnderstudyError('OAUTH-AUTHORIZE-CLIENT', detail)
