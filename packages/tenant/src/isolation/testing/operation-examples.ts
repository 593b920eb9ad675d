import { generateKeyPairSync } from 'node:crypto'
import { appFiles, zipOf } from '../../http/rest/testing/app-archive.js'

/** Ids of what a tenant has, by the path segment before them. */
export type Ids = Readonly<Record<string, string>>

const replace = (path: string, value: unknown) => [{ op: 'replace', path, value }]

const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' })

/** An upload as the published client sends it. */
const dataForm = (description: object): FormData => {
  const form = new FormData()
  form.set('File', new Blob(['a,b\n1,2\n']))
  form.set('Json', new Blob([JSON.stringify(description)], { type: 'application/json' }), '')
  return form
}

const appArchive = await zipOf(appFiles())

/**
 * A good body of every operation that takes one, with the ids of a tenant in it. The marker stands in everything that can
 * be named, so that it is recognised where it must not appear.
 */
export const bodyExamples: Readonly<Record<string, (ids: Ids, marker: string) => unknown>> = {
  'POST /api/v1/users': (_, marker) => ({ subject: `${marker}-subject`, name: marker, email: `${marker}@example.com` }),
  'POST /api/v1/users/actions/filter': ({ users }) => ({ filter: `id eq "${users}"` }),
  'POST /api/v1/users/actions/invite': (_, marker) => ({ invitees: [{ email: `${marker}-invited@example.com` }] }),
  'PATCH /api/v1/users/{id}': ({ groups }) => [{ op: 'add', path: '/assignedGroups/-', value: { id: groups } }],
  'POST /api/v1/groups': (_, marker) => ({ name: marker, providerType: 'custom' }),
  'POST /api/v1/groups/actions/filter': ({ groups }) => ({ filter: `id eq "${groups}"` }),
  'PATCH /api/v1/groups/settings': () => replace('/autoCreateGroups', true),
  'PATCH /api/v1/groups/{id}': (_, marker) => replace('/description', marker),
  'POST /api/v1/roles': (_, marker) => ({ name: marker, assignedScopes: ['apps:read'] }),
  'PATCH /api/v1/roles/{id}': (_, marker) => replace('/description', marker),
  'PATCH /api/v1/oauth-clients/settings': () => replace('/dynamicClientRegistration', true),
  'POST /api/v1/oauth-clients': (_, marker) => ({
    appType: 'anonymous-embed',
    clientName: marker,
    allowedScopes: ['user_default'],
  }),
  'PATCH /api/v1/oauth-clients/{id}': (_, marker) => replace('/description', marker),
  'POST /api/v1/oauth-clients/{id}/access-codes': ({ apps }) => ({
    appId: apps,
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  }),
  'POST /api/v1/oauth-clients/{id}/client-secrets': () => ({}),
  'PATCH /api/v1/oauth-clients/{id}/connection-configs/me': () => replace('/consentMethod', 'trusted'),
  'POST /api/v1/identity-providers': (_, marker) => ({
    protocol: 'jwtAuth',
    provider: 'external',
    description: marker,
    options: { issuer: `https://${marker}.example.com`, staticKeys: [{ kid: marker, pem }] },
  }),
  'PATCH /api/v1/identity-providers/{id}': (_, marker) => replace('/description', marker),
  'POST /api/v1/web-integrations': (_, marker) => ({ name: marker, validOrigins: [`https://${marker}.example.com`] }),
  'PATCH /api/v1/web-integrations/{id}': (_, marker) => replace('/name', marker),
  'PATCH /api/v1/tenants/{id}': (_, marker) => replace('/name', marker),
  'POST /api/v1/tenants': (_, marker) => ({ name: marker, hostnames: [`${marker}.example.net`] }),
  'POST /api/v1/tenants/{id}/actions/deactivate': () => ({}),
  'POST /api/v1/spaces': (_, marker) => ({ name: marker, type: 'shared' }),
  'PATCH /api/v1/spaces/{id}': (_, marker) => replace('/description', marker),
  'PUT /api/v1/spaces/{id}': (_, marker) => ({ name: marker, description: marker }),
  'POST /api/v1/spaces/{id}/assignments': ({ users }) => ({ type: 'user', assigneeId: users, roles: ['consumer'] }),
  'PUT /api/v1/spaces/{id}/assignments/{assignmentId}': () => ({ roles: ['producer'] }),
  'POST /api/v1/spaces/{id}/shares': ({ users, apps }) => ({
    type: 'user',
    assigneeId: users,
    resourceId: apps,
    resourceType: 'app',
    roles: ['consumer'],
  }),
  'PATCH /api/v1/spaces/{id}/shares/{shareId}': () => replace('/roles', ['consumer']),
  'POST /api/v1/apps': (_, marker) => ({ attributes: { name: `${marker} made` } }),
  'POST /api/v1/apps/import': () => appArchive,
  'POST /api/v1/apps/{id}/copy': (_, marker) => ({ attributes: { name: `${marker} copy` } }),
  'POST /api/v1/apps/{id}/publish': ({ 'managed-space': spaceId }, marker) => ({
    spaceId,
    attributes: { name: `${marker} published` },
  }),
  'PUT /api/v1/apps/{id}/publish': ({ 'published-app': targetId }) => ({ targetId }),
  'PUT /api/v1/apps/{id}': (_, marker) => ({ attributes: { name: marker } }),
  'PUT /api/v1/apps/{id}/owner': ({ users }) => ({ ownerId: users }),
  'PUT /api/v1/apps/{id}/media/files/{*}': () => new TextEncoder().encode('picture'),
  'POST /api/v1/reloads': ({ apps }) => ({ appId: apps }),
  'POST /api/v1/data-files': (_, marker) => dataForm({ name: `${marker}.csv` }),
  'PUT /api/v1/data-files/{id}': () => dataForm({}),
  'POST /api/v1/temp-contents': (_, marker) => new TextEncoder().encode(marker),
  'PUT /api/v1/apps/{id}/space': ({ spaces }) => ({ spaceId: spaces }),
  'PATCH /api/v1/items/settings': () => replace('/usageMetricsEnabled', false),
  'PUT /api/v1/items/{id}': ({ apps }) => ({ resourceType: 'app', resourceId: apps }),
  'POST /api/v1/collections': (_, marker) => ({ name: marker, description: marker, type: 'publicgoverned' }),
  'PATCH /api/v1/collections/{id}': (_, marker) => replace('/description', marker),
  'PUT /api/v1/collections/{id}': (_, marker) => ({ description: marker }),
  'POST /api/v1/collections/{id}/items': ({ apps }) => ({ id: apps }),
  'POST /api/v1/api-keys': (_, marker) => ({ description: marker }),
  'PATCH /api/v1/api-keys/{id}': (_, marker) => replace('/description', marker),
  'PATCH /api/v1/api-keys/configs/{id}': () => replace('/max_keys_per_user', 10),
  'POST /api/v1/csp-origins': (_, marker) => ({ name: marker, origin: `${marker}.example.com`, frameAncestors: true }),
  'PUT /api/v1/csp-origins/{id}': (_, marker) => ({ name: marker, origin: `${marker}.example.com`, imgSrc: true }),
  'PATCH /api/core/auth-settings': () => replace('/userSessionInactivityTimeoutMinutes', 20),
}

/** Query of the operations that need one. */
export const queryExamples: Readonly<Record<string, string>> = {
  'GET /api/v1/audits/archive': `date=${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)}`,
}

/** What a tenant's own administrator is answered where that is no success. */
export const refusedToEverybody: Readonly<Record<string, number>> = {
  'GET /api/v1/csrf-token': 400,
  // The reload of the example is over.
  'POST /api/v1/reloads/{id}/actions/cancel': 409,
  // There is a picture once it is sent, and none stands for the app.
  'GET /api/v1/apps/{id}/media/files/{*}': 404,
  'GET /api/v1/apps/{id}/media/list/{*}': 404,
  'GET /api/v1/apps/{id}/media/thumbnail': 404,
  'DELETE /api/v1/items/{id}': 403,
  'POST /api/v1/tenants': 403,
  'POST /api/v1/tenants/{id}/actions/deactivate': 403,
  'POST /api/v1/tenants/{id}/actions/reactivate': 403,
}

/** References to what another tenant has, in requests that are otherwise good: by operation, the bodies that hold them. */
export const foreignReferences: Readonly<Record<string, (ids: Ids) => unknown[]>> = {
  'PATCH /api/v1/users/{id}': ({ groups }) => [
    [{ op: 'replace', path: '/assignedGroups', value: [{ id: groups }] }],
    [{ op: 'add', path: '/assignedGroups/-', value: { id: groups } }],
  ],
  'POST /api/v1/apps': ({ spaces }) => [{ attributes: { spaceId: spaces } }],
  'POST /api/v1/apps/{id}/copy': ({ spaces }) => [{ attributes: { spaceId: spaces } }],
  'POST /api/v1/users': ({ tenants }) => [{ subject: 'foreign', tenantId: tenants }],
  'POST /api/v1/api-keys': ({ users }) => [{ description: 'foreign', sub: users }],
  'POST /api/v1/identity-providers': ({ tenants }) => [
    {
      protocol: 'jwtAuth',
      provider: 'external',
      tenantIds: [tenants],
      options: { issuer: 'i', staticKeys: [{ kid: 'k', pem }] },
    },
  ],
}
