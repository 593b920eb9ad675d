import { UnderstudyError } from '@understudy/contract'
import { administersAll } from '../../directory/privileges/privilege-columns.js'
import type { BrowserSession } from '../../sessions/browser-session.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { findSubjectUser } from '../grants/subject-user.js'
import { type RedirectingClient, registeredRedirectUri } from './redirect-uri.js'

/** What the authorization endpoint knows of a client. */
export interface AuthorizationClient extends RedirectingClient {
  readonly id: string
  readonly name: string
  readonly clientUri: string | undefined
  /** The tenant's administrator has consented for everybody (contract 1.9). */
  readonly trusted: boolean
  /** The client registered itself, and waits for an administrator (contract 1.11). */
  readonly unapproved: boolean
  readonly scopes: readonly string[]
  readonly epoch: number
}

/**
 * Finds the client that sends its user here. One that waits for approval is there for administrators only, whose consent
 * approves it; to everybody else it is unknown.
 *
 * @param session of the browser, if it has one
 * @throws UnderstudyError `OAUTH-AUTHORIZE-CLIENT`: nothing may be sent to whatever address the request names
 */
export const findAuthorizationClient = async (
  context: TenantContext,
  clientId: string | undefined,
  session: Pick<BrowserSession, 'userId'> | undefined,
): Promise<AuthorizationClient> => {
  const { store, tenant, clock } = context
  // PostgreSQL fails when asked for a text with a NUL.
  const row =
    clientId === undefined || clientId.includes('\0')
      ? undefined
      : await store
          .selectFrom('oauth_clients')
          .select(['id', 'name', 'client_uri', 'app_type', 'disable_tag', 'consent_method'])
          .select(['allowed_scopes', 'redirect_uris', 'epoch', 'approval_due_at'])
          .where('tenant_id', '=', tenant.id)
          .where('id', '=', clientId)
          .executeTakeFirst()
  if (row === undefined) throw unknown()
  const { approval_due_at: due } = row
  const unapproved = due !== null
  if (unapproved && (clock() >= due || !(await isAdministrator(context, session)))) throw unknown()
  if (!unapproved && row.disable_tag !== null) throw refused('The client is disabled.')
  if (row.app_type === 'anonymous-embed') throw refused('The client is for visitors who do not sign in.')
  return {
    id: row.id,
    name: row.name,
    clientUri: row.client_uri ?? undefined,
    appType: row.app_type,
    trusted: row.consent_method === 'trusted',
    unapproved,
    scopes: JSON.parse(row.allowed_scopes),
    redirectUris: JSON.parse(row.redirect_uris),
    epoch: row.epoch,
  }
}

const isAdministrator = async (
  context: TenantContext,
  session: Pick<BrowserSession, 'userId'> | undefined,
): Promise<boolean> => {
  if (session === undefined) return false
  const user = await findSubjectUser(context, { field: 'userId', value: session.userId })
  return user?.status === 'active' && administersAll(user.privilege)
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

const unknown = (): UnderstudyError => refused('The tenant has no such client.')

const refused = (detail: string): UnderstudyError => new UnderstudyError('OAUTH-AUTHORIZE-CLIENT', detail)
