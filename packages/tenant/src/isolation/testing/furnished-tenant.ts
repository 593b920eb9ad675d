import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { grantTypes } from '@understudy/contract'
import { importApp } from '../../apps/making/import-app.js'
import { tenantAdminRoleId } from '../../directory/roles/default-roles.js'
import { zipOf } from '../../http/rest/testing/app-archive.js'
import { createBrowserSession } from '../../sessions/create-browser-session.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type Credentials, type StartedTenant, wire } from '../../testing/started-tenant.js'
import { bodyExamples, type Ids, refusedToEverybody } from './operation-examples.js'
import { filledPath, type Operation } from './operations.js'

/** How a request shows who it comes from. */
export type CredentialHeaders = Readonly<Record<string, string>>

/** An answer with its text, in which other tenants' ids are searched. */
export interface Answer {
  readonly status: number
  /** Id at the end of the `Location`. */
  readonly location: string | undefined
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look at answers of every shape
  readonly body: any
}

/** A tenant that has one of everything. */
export interface FurnishedTenant {
  readonly context: TenantContext
  readonly host: string
  readonly marker: string
  readonly ids: Ids
  readonly client: Credentials
  readonly userId: string
  /** Every kind of credential, by name. */
  readonly credentials: Readonly<Record<'administrator' | 'user' | 'api key' | 'session', CredentialHeaders>>
  /** An access token of a user without roles. */
  readonly userToken: string
}

/** Sends a request under a host name. */
export const send = async (
  { url }: Pick<StartedTenant, 'url'>,
  host: string,
  method: string,
  path: string,
  headers: CredentialHeaders = {},
  body?: unknown,
): Promise<Answer> => {
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: { 'x-forwarded-host': host, ...headers, ...contentTypeOf(body) },
    ...(body === undefined ? {} : { body: encoded(body) }),
  })
  const text = await response.text()
  const location = response.headers.get('location')?.split('/').at(-1)
  return {
    status: response.status,
    location,
    text,
    body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text,
  }
}

/** Files go as they are; `fetch` names the boundary of a form itself. */
const contentTypeOf = (body: unknown): Record<string, string> => {
  if (body === undefined || body instanceof FormData) return {}
  return { 'content-type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json' }
}

const encoded = (body: unknown): BodyInit =>
  body instanceof FormData || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body)

/**
 * Fills a tenant by its own API: every `POST` to a collection is called with its example, and the id of what it made is
 * kept under the name of the collection.
 */
export const furnishTenant = async (
  started: StartedTenant,
  context: TenantContext,
  operations: readonly Operation[],
  marker: string,
): Promise<FurnishedTenant> => {
  const tenantId = context.tenant.id
  const host = context.tenant.hostnames[0] ?? ''
  const call = (method: string, path: string, headers: CredentialHeaders, body?: unknown) =>
    send(started, host, method, path, headers, body)

  const client = await started.addClient(
    { allowed_scopes: '["admin_classic","user_default"]', name: `${marker} client`, may_impersonate_admins: 1 },
    tenantId,
  )
  // Its secrets and consents come and go in the tests; a token dies with the secret of its client.
  const other = await started.addClient({ name: `${marker} other client` }, tenantId)
  const token = async (body: object): Promise<string> => {
    const answer = await call('POST', '/oauth/token', {}, { ...wire(client), ...body })
    if (answer.status !== 200) throw new Error(`No token: ${answer.text}`)
    return answer.body.access_token
  }
  const bearer = (value: string): CredentialHeaders => ({ authorization: `Bearer ${value}` })
  const administrator = bearer(await token({ grant_type: grantTypes.clientCredentials }))
  const userId = await started.addUser({ name: marker }, tenantId)
  const userToken = await token({
    grant_type: grantTypes.impersonation,
    user_lookup: { field: 'userId', value: userId },
    scope: 'user_default',
  })

  const ids: Record<string, string> = await rowsBesideTheApi(started, context, marker, userId, other.clientId)
  let apiKey = ''
  for (const { method, path, name } of operations) {
    const example = bodyExamples[name]
    const collection = path.split('/').at(-1) ?? ''
    if (method !== 'POST' || example === undefined || path.includes('/actions/') || name in refusedToEverybody) continue
    const made = await call('POST', filledPath(path, ids), administrator, example(ids, marker))
    if (made.status >= 300) throw new Error(`${name} made nothing: ${made.text}`)
    const id = made.body.id ?? made.body.clientId ?? made.location
    if (id !== undefined && collection !== 'client-secrets') ids[collection] = id
    if (collection === 'reloads') {
      ids.logs = id
      const ended = async () => (await call('GET', `/api/v1/reloads/${id}`, administrator)).body.endTime !== undefined
      while (!(await ended())) await delay(50)
    }
    if (collection === 'publish') ids['published-app'] = made.body.attributes.id
    if (collection === 'api-keys') apiKey = made.body.token
    // Data files are reached by a connection of the space's id; what is shared of a space is an app in it.
    if (collection === 'spaces') ids.connections = id
    if (collection === 'spaces') await call('PUT', `/api/v1/apps/${ids.apps}/space`, administrator, { spaceId: id })
  }
  const audits = await call('GET', '/api/v1/audits?limit=1', administrator)
  ids.audits = audits.body.data?.[0]?.id
  const { setCookies } = await createBrowserSession(context, {
    userId,
    source: 'interactive',
    idpId: null,
    authTime: Date.now(),
  })
  return {
    context,
    host,
    marker,
    ids,
    client,
    userId,
    userToken,
    credentials: {
      administrator,
      user: bearer(userToken),
      'api key': bearer(apiKey),
      session: { cookie: setCookies.map((each) => each.split(';')[0]).join('; ') },
    },
  }
}

/** An app of a user, in whose data the marker stands, and a space to publish it into. */
const markedApp = async (
  dataDir: string,
  context: TenantContext,
  marker: string,
  userId: string,
): Promise<Record<'apps' | 'managed-space', string>> => {
  const archive = join(dataDir, `${marker}.zip`)
  const script = `CREATE TABLE "${marker}" AS SELECT '${marker}' AS "${marker} field"`
  await writeFile(archive, await zipOf({ 'app.json': JSON.stringify({ id: 'a', name: marker }), 'data.sql': script }))
  const caller = { userId, machine: false, scopes: ['admin_classic', 'user_default'], trace: {} }
  const { id } = await importApp(context, caller, archive, { noData: false })
  const now = new Date().toISOString()
  const space = { tenant_id: context.tenant.id, id: `${marker}-managed`, name: `${marker} managed` }
  await context.store
    .insertInto('spaces')
    .values({ ...space, name_folded: space.name, type: 'managed', created_at: now, updated_at: now })
    .execute()
  return { apps: id, 'managed-space': space.id }
}

/** What the API does not make: apps come from the command line, grants and consents from sign-ins. */
const rowsBesideTheApi = async (
  { dataDir }: StartedTenant,
  context: TenantContext,
  marker: string,
  userId: string,
  clientId: string,
): Promise<Record<string, string>> => {
  const { store, tenant } = context
  const tenant_id = tenant.id
  const now = new Date().toISOString()
  const made = await markedApp(dataDir, context, marker, userId)
  const grantId = `${marker}-grant`
  const times = { created_at: Date.now(), last_used_at: Date.now(), expires_at: Date.now() + 86_400_000 }
  await store
    .insertInto('oauth_grants')
    .values({ tenant_id, id: grantId, user_id: userId, client_id: clientId, scope: 'user_default', ...times })
    .execute()
  // Consents are withdrawn by whoever gave them: here everybody did.
  const users = await store.selectFrom('users').select('id').where('tenant_id', '=', tenant_id).execute()
  for (const { id } of users) {
    await store
      .insertInto('oauth_consents')
      .values({ tenant_id, user_id: id, client_id: clientId, scope: 'user_default', given_at: now })
      .execute()
  }
  const { hint } = await store
    .selectFrom('client_secrets')
    .select('hint')
    .where('tenant_id', '=', tenant_id)
    .where('client_id', '=', clientId)
    .executeTakeFirstOrThrow()
  return {
    ...made,
    items: made.apps,
    scripts: 'current',
    files: 'picture.png',
    list: 'folder',
    // The built-in role, unless the API makes one.
    roles: tenantAdminRoleId,
    tenants: tenant_id,
    configs: tenant_id,
    'oauth-tokens': grantId,
    'oauth-consents': clientId,
    'client-secrets': hint,
    'confidential-client': clientId,
  }
}
