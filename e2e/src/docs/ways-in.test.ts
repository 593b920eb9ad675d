import { afterAll, expect, inject, it } from 'vitest'
import { documentedScripts } from './documented-scripts.js'

const demo = inject('demo')
const scripts = documentedScripts('ways-in.md')

afterAll(() => scripts.remove())

const post = async (path: string, body: unknown, token?: string) => {
  const response = await fetch(`${demo.tenantUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })
  return response.json()
}

it('opens every way of a backend by its host configuration', async () => {
  const { clientId, clientSecret } = demo.clients.admin
  const own = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
  const { access_token: admin } = await post('/oauth/token', { ...own, scope: 'admin_classic' })
  const subject = `ways|${Date.now()}`
  const { id } = await post('/api/v1/users', { subject }, admin)
  const client = await post(
    '/api/v1/oauth-clients',
    {
      appType: 'web',
      clientName: 'Every way',
      allowedScopes: ['user_default'],
      allowedGrantTypes: ['client_credentials', 'urn:qlik:oauth:user-impersonation'],
      connectionConfig: { consentMethod: 'trusted' },
    },
    admin,
  )
  const { token } = await post('/api/v1/api-keys', { description: 'ways in' }, admin)
  const printed = scripts.run('who-am-i.mjs', {
    TENANT_URL: demo.tenantUrl,
    CLIENT_ID: client.clientId,
    CLIENT_SECRET: client.clientSecret,
    USER_ID: id,
    API_KEY: token,
  })
  expect(printed.split('\n')).toEqual([
    `impersonation: ${subject}`,
    `clientCredentials: qlikbot\\${client.clientId}`,
    `apiKey: qlikbot\\${clientId}`,
  ])
})
