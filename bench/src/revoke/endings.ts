import type { TwoNodes } from './two-nodes.js'

/** Somebody with access, and what takes it away. */
export interface Access {
  /** Bearer token that is worth something until then. */
  readonly token: string
  readonly end: () => Promise<unknown>
}

interface Made {
  readonly id: string
}

interface Client {
  readonly clientId: string
  readonly clientSecret: string
}

const impersonation = 'urn:qlik:oauth:user-impersonation'
const auditAdmin = 'AuditAdmin'

let made = 0

const newUser = ({ admin }: TwoNodes): Promise<Made> =>
  admin('POST', '/api/v1/users', { subject: `bench|${made++}`, name: 'Bench', status: 'active' })

const newClient = ({ admin }: TwoNodes): Promise<Client> =>
  admin('POST', '/api/v1/oauth-clients', {
    appType: 'web',
    clientName: 'Bench',
    allowedScopes: ['user_default'],
    allowedGrantTypes: [impersonation],
    connectionConfig: { consentMethod: 'trusted' },
  })

const ask = async (url: string, body: object): Promise<string> => {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await response.text()
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`)
  return text
}

const impersonated = async ({ near }: TwoNodes, client: Client, user: Made): Promise<string> => {
  const credentials = { client_id: client.clientId, client_secret: client.clientSecret }
  const lookup = { scope: 'user_default', user_lookup: { field: 'userId', value: user.id } }
  const text = await ask(`${near}/oauth/token`, { grant_type: impersonation, ...credentials, ...lookup })
  return JSON.parse(text).access_token
}

let portal: Promise<Client> | undefined

/** The access of a new user through a client, and what ends it. @param ownClient a new client, too */
const accessOf = async (
  nodes: TwoNodes,
  end: (parties: { user: Made; client: Client; token: string }) => Promise<unknown>,
  ownClient = false,
): Promise<Access> => {
  const user = await newUser(nodes)
  portal ??= newClient(nodes)
  const client = await (ownClient ? newClient(nodes) : portal)
  const token = await impersonated(nodes, client, user)
  return { token, end: () => end({ user, client, token }) }
}

const patch = (nodes: TwoNodes, path: string, change: string, value: unknown): Promise<unknown> =>
  nodes.admin('PATCH', path, [{ op: 'replace', path: change, value }])

/** What takes access away, by name; each is measured by itself. */
export const endings: Readonly<Record<string, (nodes: TwoNodes) => Promise<Access>>> = {
  'user disabled': (nodes) =>
    accessOf(nodes, ({ user }) => patch(nodes, `/api/v1/users/${user.id}`, '/status', 'disabled')),
  'user deleted': (nodes) => accessOf(nodes, ({ user }) => nodes.admin('DELETE', `/api/v1/users/${user.id}`)),
  'role given': (nodes) =>
    accessOf(nodes, ({ user }) => patch(nodes, `/api/v1/users/${user.id}`, '/assignedRoles', [{ name: auditAdmin }])),
  'group given': async (nodes) => {
    const name = `bench ${made++}`
    await nodes.admin('POST', '/api/v1/groups', { name, providerType: 'custom' })
    return accessOf(nodes, ({ user }) =>
      patch(nodes, `/api/v1/users/${user.id}`, '/assignedGroups', [{ name, providerType: 'custom' }]),
    )
  },
  'client deleted': (nodes) =>
    accessOf(nodes, ({ client }) => nodes.admin('DELETE', `/api/v1/oauth-clients/${client.clientId}`), true),
  'token revoked': (nodes) =>
    accessOf(nodes, ({ client, token }) =>
      fetch(`${nodes.near}/oauth/revoke`, {
        method: 'POST',
        body: new URLSearchParams({ token, client_id: client.clientId, client_secret: client.clientSecret }),
      }),
    ),
  'API key deleted': async (nodes) => {
    const key = (await nodes.admin('POST', '/api/v1/api-keys', { description: 'Bench' })) as Made & { token: string }
    return { token: key.token, end: () => nodes.admin('DELETE', `/api/v1/api-keys/${key.id}`) }
  },
}
