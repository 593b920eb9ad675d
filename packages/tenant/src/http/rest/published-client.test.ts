import { generateKeyPairSync } from 'node:crypto'
import {
  apiKeys,
  apps,
  audits,
  type auth,
  cspOrigins,
  groups,
  identityProviders,
  items,
  oauthClients,
  oauthTokens,
  roles,
  spaces,
  tenants,
  users,
  webIntegrations,
} from '@qlik/api'
import authSettings from '@qlik/api/core/auth-settings'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadSmallApp, smallAppId } from '../../qix/testing/small-app.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'

type HostConfig = Parameters<typeof auth.setDefaultHostConfig>[0] & object

let tenant: StartedTenant
let as: { hostConfig: HostConfig; noCache: true }

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  await loadSmallApp(tenant)
  const scope = 'admin_classic user_default'
  const admin = await tenant.addClient({ allowed_scopes: JSON.stringify(scope.split(' ')) })
  as = {
    hostConfig: { authType: 'oauth2', host: tenant.url, ...admin, scope, noCache: true },
    noCache: true,
  }
})
afterAll(() => tenant.close())

/** What a call that must succeed is answered with. */
const ok = async <Data>(status: number, call: Promise<{ status: number; data: Data }>): Promise<Data> => {
  const answer = await call.catch((error: { status: number; data: unknown }) => {
    throw new Error(`${error.status} ${JSON.stringify(error.data)}`)
  })
  expect(answer.status).toBe(status)
  return answer.data
}

/** The refusal of a call that is not supported. */
const refusal = async (call: Promise<unknown>): Promise<[number, string]> => {
  const error = await call.then(
    () => ({ status: 200, data: { errors: [{ code: 'none' }] } }),
    (thrown: { status: number; data: { errors: [{ code: string }] } }) => thrown,
  )
  return [error.status, error.data.errors[0].code]
}

const publicKey = () => {
  const { publicKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return key.export({ type: 'spki', format: 'pem' }).toString()
}

/** Every function that the types of the published client have for what the tenant offers; see also qlik-api.test.ts. */
describe('every function of the published client', () => {
  it('for roles', async () => {
    const role = await ok(201, roles.createRole({ name: 'Help desk', assignedScopes: ['admin.users:read'] }, as))
    const patch = [{ op: 'add', path: '/assignedScopes/-', value: 'admin.csp' }] as const
    await ok(204, roles.patchRole(role.id, [...patch], as))
    expect(await ok(200, roles.getRole(role.id, as))).toMatchObject({
      type: 'custom',
      assignedScopes: ['admin.users:read', 'admin.csp'],
    })
    const found = await ok(200, roles.getRoles({ filter: 'name eq "help desk"', totalResults: true }, as))
    expect(found).toMatchObject({ data: [{ id: role.id }], totalResults: 1 })
    await ok(204, roles.deleteRole(role.id, as))
  })

  it('for spaces, their assignments and shares', async () => {
    const space = await ok(201, spaces.createSpace({ name: 'Sales', type: 'shared' }, as))
    expect(await ok(200, spaces.getSpaceTypes(as))).toMatchObject({ data: expect.arrayContaining(['shared']) })
    await ok(200, spaces.patchSpace(space.id, [{ op: 'replace', path: '/description', value: 'x' }], as))
    await ok(200, spaces.updateSpace(space.id, { name: 'Sales 2', description: 'y', ownerId: space.ownerId ?? '' }, as))
    expect(await ok(200, spaces.getSpace(space.id, as))).toMatchObject({ name: 'Sales 2', description: 'y' })
    const assigneeId = await tenant.addUser()
    const body = { type: 'user', assigneeId, roles: ['consumer'] } as const
    const made = await ok(201, spaces.createSpaceAssignment(space.id, { ...body, roles: ['consumer'] }, as))
    const id = made.id ?? ''
    await ok(200, spaces.updateSpaceAssignment(space.id, id, { roles: ['producer'] }, as))
    expect(await ok(200, spaces.getSpaceAssignment(space.id, id, as))).toMatchObject({
      assigneeId,
      roles: ['producer'],
    })
    expect((await ok(200, spaces.getSpaceAssignments(space.id, { limit: 10 }, as))).data).toHaveLength(1)
    await ok(204, spaces.deleteSpaceAssignment(space.id, id, as))
    await ok(200, apps.moveAppToSpace(smallAppId, { spaceId: space.id }, as))
    const shared = { type: 'user', assigneeId, resourceId: smallAppId, resourceType: 'app' } as const
    const share = await ok(201, spaces.createSpaceShare(space.id, { ...shared, roles: ['consumer'] }, as))
    expect(await ok(200, spaces.getSpaceShare(space.id, share.id, as))).toEqual(share)
    await ok(200, spaces.patchShare(space.id, share.id, [{ op: 'replace', path: '/roles', value: 'consumer' }], as))
    const listed = await ok(200, spaces.getSpaceShares(space.id, { limit: 10, userId: assigneeId, type: 'user' }, as))
    expect(listed).toMatchObject({ data: [{ id: share.id, resourceName: 'Small' }], meta: { count: 1 } })
    await ok(204, spaces.deleteSpaceShare(space.id, share.id, as))
    await ok(200, apps.removeAppFromSpace(smallAppId, as))
    await ok(204, spaces.deleteSpace(space.id, as))
    expect((await ok(200, apps.getAppInfo(smallAppId, as))).attributes).toMatchObject({ id: smallAppId })
    expect(await ok(200, items.getItem(smallAppId, as))).toMatchObject({ resourceId: smallAppId })
  })

  it('for identity providers', async () => {
    const options = { issuer: 'portal.example.com', staticKeys: [{ kid: 'k1', pem: publicKey() }] }
    const provider = await ok(
      201,
      identityProviders.createIdp({ protocol: 'jwtAuth', provider: 'external', options }, as),
    )
    const id = String(provider.id)
    await ok(204, identityProviders.patchIdp(id, [{ op: 'replace', path: '/description', value: 'portal' }], as))
    expect(await ok(200, identityProviders.getIdp(id, as))).toMatchObject({ description: 'portal' })
    expect((await ok(200, identityProviders.getIdps({ limit: 5 }, as))).data).toHaveLength(1)
    await ok(200, identityProviders.getIdpStatuses(as))
    await ok(200, identityProviders.getIdpWellKnownMetaData(as))
    await ok(200, identityProviders.getMyIdpMeta(as))
    await ok(204, identityProviders.deleteIdp(id, as))
  })

  it('for web integrations and session times', async () => {
    const body = { name: 'Portal', validOrigins: ['https://portal.example'] }
    const { id = '' } = await ok(201, webIntegrations.createWebIntegration(body, as))
    await ok(204, webIntegrations.patchWebIntegration(id, [{ op: 'replace', path: '/name', value: 'New' }], as))
    expect(await ok(200, webIntegrations.getWebIntegration(id, as))).toMatchObject({ ...body, name: 'New' })
    expect((await ok(200, webIntegrations.getWebIntegrations({ limit: 5 }, as))).data).toHaveLength(1)
    await ok(204, webIntegrations.deleteWebIntegration(id, as))
    const path = '/userSessionInactivityTimeoutMinutes'
    const registration = { op: 'replace', path: '/dynamicClientRegistrationEnabled', value: true } as const
    const expected = {
      userSessionInactivityTimeoutMinutes: 20,
      dynamicClientRegistrationEnabled: true,
      dcrAllowedAuthenticationMethods: ['client_secret' as const],
    }
    const patch = authSettings.patchAuthSettings(
      [
        { op: 'replace', path, value: 20 },
        registration,
        { op: 'replace', path: '/dcrAllowedAuthenticationMethods', value: ['client_secret'] },
      ],
      as,
    )
    expect(await ok(200, patch)).toMatchObject(expected)
    expect(await ok(200, authSettings.getAuthSettings(as))).toMatchObject(expected)
    const timesOnly = { ...as.hostConfig, scope: 'admin.auth-settings' }
    const refused = authSettings.patchAuthSettings([registration], { ...as, hostConfig: timesOnly })
    expect(await refusal(refused)).toEqual([403, 'REST-PRIVILEGE-ESCALATION'])
  })

  it('for API keys and CSP origins', async () => {
    const key = await ok(201, apiKeys.createApiKey({ description: 'job' }, as))
    await ok(204, apiKeys.patchApiKey(key.id, [{ op: 'replace', path: '/description', value: 'night job' }], as))
    expect(await ok(200, apiKeys.getApiKey(key.id, as))).toMatchObject({ description: 'night job' })
    expect((await ok(200, apiKeys.getApiKeys({ limit: 5 }, as))).data).toHaveLength(1)
    const tenantId = tenant.context.tenant.id
    await ok(204, apiKeys.patchApiKeysConfig(tenantId, [{ op: 'replace', path: '/max_keys_per_user', value: 7 }], as))
    expect(await ok(200, apiKeys.getApiKeysConfig(tenantId, as))).toMatchObject({ max_keys_per_user: 7 })
    await ok(204, apiKeys.deleteApiKey(key.id, as))

    const { id = '' } = await ok(201, cspOrigins.createCSPEntry({ origin: 'cdn.example.com', imgSrc: true }, as))
    await ok(200, cspOrigins.updateCSPEntry(id, { origin: 'cdn.example.com', fontSrc: true }, as))
    expect(await ok(200, cspOrigins.getCSPEntry(id, as))).toMatchObject({ fontSrc: true })
    expect((await ok(200, cspOrigins.getCSPEntries({ limit: 5 }, as))).data).toHaveLength(1)
    expect(JSON.stringify(await ok(200, cspOrigins.getCSPHeader(as)))).toContain('cdn.example.com')
    await ok(204, cspOrigins.deleteCSPEntry(id, as))
  })

  it('for audits and tokens', async () => {
    const { data = [] } = await ok(200, audits.getAudits({ limit: 5, sort: '-eventTime' }, as))
    expect(await ok(200, audits.getAudit(String(data[0]?.id), as))).toMatchObject({ id: data[0]?.id })
    await ok(200, audits.getAuditTypes(as))
    await ok(200, audits.getAuditSources(as))
    await ok(200, audits.getAuditsSettings(as))
    await ok(200, audits.getArchivedAudits({ date: '2026-01-31' }, as))
    await ok(200, oauthTokens.getOauthTokens({ limit: 5 }, as))
    expect(await refusal(oauthTokens.deleteOauthToken('unknown', as))).toEqual([404, 'OAUTH-TOKENS-NOT-FOUND'])
  })

  it('for people, clients and the tenant, that no other test calls', async () => {
    const invited = await ok(207, users.inviteUsers({ invitees: [{ email: 'eve@example.com' }] }, as))
    expect(invited.data).toMatchObject([{ status: 'ok', email: 'eve@example.com' }])
    expect((await ok(200, users.countUsers({}, as))).total).toBeGreaterThan(0)
    await ok(204, users.deleteUser(await tenant.addUser(), as))
    expect((await ok(200, groups.filterGroups({ limit: 5 }, { filter: 'name eq "none"' }, as))).data).toEqual([])
    const { clientId } = await tenant.addClient()
    await ok(204, oauthClients.deleteOAuthClientConnectionConfig(clientId, as))
    const { id } = await ok(200, tenants.getMyTenant(as))
    await ok(204, tenants.patchTenant(id, [{ op: 'replace', path: '/name', value: 'Renamed' }], as))
    expect(await ok(200, tenants.getTenant(id, as))).toMatchObject({ name: 'Renamed' })
    const operatorOnly = [403, 'TENANTS-OPERATOR-ONLY']
    expect(await refusal(tenants.createTenant({ datacenter: 'x' }, as))).toEqual(operatorOnly)
    expect(await refusal(tenants.deactivateTenant(id, {}, as))).toEqual(operatorOnly)
    expect(await refusal(tenants.reactivateTenant(id, {}, as))).toEqual(operatorOnly)
  })
})
