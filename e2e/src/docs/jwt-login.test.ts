import { randomUUID } from 'node:crypto'
import { auth, users } from '@qlik/api'
import { afterAll, expect, inject, it } from 'vitest'
import { documentedScripts } from './documented-scripts.js'

const demo = inject('demo')
const scripts = documentedScripts('jwt-login.md')
afterAll(() => scripts.remove())

it('the page about JWT logins brings groups to the tenant, which impersonation then shows', async () => {
  const subject = `documented|${randomUUID()}`
  const env = {
    TENANT_URL: demo.tenantUrl,
    ADMIN_CLIENT_ID: demo.clients.admin.clientId,
    ADMIN_CLIENT_SECRET: demo.clients.admin.clientSecret,
    JWT_ISSUER: `https://${randomUUID()}.example`,
    SUBJECT: subject,
  }
  expect(scripts.run('create-jwt-provider.mjs', env)).toMatch(/^[0-9a-f-]{36}$/)
  expect(scripts.run('log-in.mjs', env)).toBe('__Host-eas.sid eas.sid eas.sid.sig _csrfToken')
  // A second login in the same second counts too: its JWT has another id.
  expect(scripts.run('log-in.mjs', env)).toContain('eas.sid')

  const hostConfig = { authType: 'oauth2', host: demo.tenantUrl, ...demo.clients.impersonation, subject } as const
  expect(await auth.getAccessToken({ hostConfig: { ...hostConfig, noCache: true } })).not.toBe('')
  const { data: me } = await users.getMyUser({ hostConfig: { ...hostConfig, noCache: true } })
  expect(me.assignedGroups).toMatchObject([{ name: 'North', providerType: 'idp' }])
})
