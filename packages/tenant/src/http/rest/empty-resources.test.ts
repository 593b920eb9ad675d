import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  apps,
  type auth,
  brands,
  dataFiles,
  extensions,
  licenses,
  notifications,
  quotas,
  tenantSettings,
  themes,
  uiConfig,
  webNotifications,
} from '@qlik/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

type HostConfig = Parameters<typeof auth.setDefaultHostConfig>[0] & object

let tenant: StartedTenant
let asUser: RestCaller
let options: { hostConfig: HostConfig; noCache: true }

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  const userId = await tenant.addUser({ name: 'Ann' })
  const client = await tenant.addClient()
  asUser = restCaller(tenant, await tenant.userToken(userId, client))
  options = { hostConfig: { authType: 'oauth2', host: tenant.url, ...client, userId, noCache: true }, noCache: true }
})
afterAll(() => tenant.close())

describe('what a tenant has none of', () => {
  it('is listed as nothing to the published client', async () => {
    expect((await themes.getThemes(options)).data).toEqual({ data: [] })
    expect((await extensions.getExtensions(options)).data).toEqual({ data: [] })
    expect((await brands.getBrands({ limit: 10, sort: '-createdAt' }, options)).data.data).toEqual([])
    expect((await brands.getActiveBrand(options)).data).toEqual({})
    expect((await licenses.getLicenseAssignments({ limit: 10, orphans: true }, options)).data.data).toEqual([])
    expect((await licenses.getLicenseConsumption({ filter: 'x' }, options)).data.data).toEqual([])
    expect((await licenses.getLicenseSettings(options)).data).toEqual({
      autoAssignAnalyzer: false,
      autoAssignProfessional: false,
    })
    expect((await quotas.getQuotas({ reportUsage: true }, options)).data).toEqual({ data: [] })
    expect((await notifications.getNotifications({ subscribable: true }, options)).data).toEqual({ notifications: [] })
    expect((await webNotifications.getNotifications({ limit: 20 }, options)).data).toMatchObject({
      data: [],
      meta: { unreadCount: 0 },
    })
    expect((await uiConfig.getUiConfigPinnedLinks(options)).data).toEqual({ data: [] })
    expect((await tenantSettings.getTenantSettings(options)).data).toMatchObject({
      tenantId: tenant.context.tenant.id,
      createdAt: expect.any(String),
    })
    expect((await asUser('GET', '/tenant-settings/start-pages')).body).toEqual({
      defaultValue: 'analytics-hub',
      values: [],
    })
    expect((await asUser('GET', '/consumption/executions?limit=5')).body).toMatchObject({ data: [], totalCount: 0 })
  })

  it('needs no licence: one is always valid', async () => {
    const { data: status } = await licenses.getLicenseStatus(options)
    expect(status).toMatchObject({ status: 'Ok', trial: false, deactivated: false, product: 'Understudy' })
    const { data: overview } = await licenses.getLicenseOverview(options)
    expect(overview).toMatchObject({ status: 'Ok', trial: false, allotments: [], parameters: [], licenseKey: '' })
    for (const { valid } of [status, overview]) {
      const [from = '', to = ''] = valid.split('/')
      expect(Date.parse(from)).toBeLessThanOrEqual(Date.now())
      expect(Date.parse(to)).toBeGreaterThan(Date.now() + 1e12)
    }
  })

  it.each(['/themes', '/brands/active', '/licenses/overview', '/quotas', '/web-notifications'])(
    'refuses %s to nobody known, and parameters that nobody knows',
    async (path) => {
      expect((await restCaller(tenant, undefined)('GET', path)).status).toBe(401)
      const { status, body } = await asUser('GET', `${path}?unheard=of`)
      expect([status, body.errors[0].source]).toEqual([400, { parameter: 'unheard' }])
    },
  )

  it.each([
    ['POST', '/themes', 405, 'REST-READ-ONLY', 'themes'],
    ['POST', '/extensions', 405, 'REST-READ-ONLY', 'extensions'],
    ['POST', '/brands', 405, 'REST-READ-ONLY', 'brands'],
    ['PUT', '/licenses/settings', 405, 'REST-READ-ONLY', 'licences'],
    ['PATCH', '/tenant-settings', 405, 'REST-READ-ONLY', 'settings'],
    ['GET', '/themes/card', 404, 'REST-NOTHING-KEPT', 'themes'],
    ['GET', '/themes/card/file/theme.json', 404, 'REST-NOTHING-KEPT', 'themes'],
    ['DELETE', '/extensions/x', 404, 'REST-NOTHING-KEPT', 'extensions'],
    ['GET', '/extensions/x/file', 404, 'REST-NOTHING-KEPT', 'extensions'],
    ['GET', '/brands/x/files/logo', 404, 'REST-NOTHING-KEPT', 'brands'],
    ['POST', '/licenses/assignments/actions/add', 404, 'REST-NOTHING-KEPT', 'licences'],
    ['GET', '/automations', 404, 'REST-NOT-PROVIDED', 'automations'],
    ['GET', '/glossaries/x/terms', 404, 'REST-NOT-PROVIDED', 'glossaries'],
    ['POST', '/webhooks', 404, 'REST-NOT-PROVIDED', 'webhooks'],
    ['GET', '/apps/x/evaluations', 404, 'REST-NOT-PROVIDED', 'evaluations'],
    ['POST', '/apps/x/scripts', 404, 'REST-NOT-PROVIDED', 'versions of scripts'],
    ['DELETE', '/reloads/x', 404, 'REST-NOT-PROVIDED', 'no such call for reloads'],
    ['PATCH', '/data-files/x', 404, 'REST-NOT-PROVIDED', 'no such call for data files'],
    ['POST', '/apps/x/media', 404, 'REST-NOT-PROVIDED', 'apps'],
    ['GET', '/automationsx', 404, 'REST-NOT-FOUND', '/automationsx'],
    ['GET', '/nonsense', 404, 'REST-NOT-FOUND', '/nonsense'],
  ])('%s %s is refused by name', async (method, path, status, code, named) => {
    const { body, headers, ...answer } = await asUser(method, path, method === 'GET' ? undefined : {})
    expect([answer.status, body.errors[0].code]).toEqual([status, code])
    expect(body.errors[0].detail).toContain(named)
    expect(headers.get('allow')).toBe(status === 405 ? 'GET, HEAD' : null)
  })

  it('refuses each call of the published client for apps and data files that has no answer, by its name', async () => {
    const id = 'app'
    const body = {} as never
    const calls: Readonly<Record<string, Promise<unknown>[]>> = {
      'plain language': [
        apps.getAppInsightAnalyses(id, options),
        apps.getAppInsightAnalysisModel(id, options),
        apps.getAppInsightAnalysisRecommendations(id, body, options),
      ],
      evaluations: [
        apps.getAppEvaluations(id, {}, options),
        apps.queueAppEvaluation(id, options),
        apps.getAppEvaluation('x', {}, options),
        apps.getAppEvaluationXml('x', options),
        apps.getAppEvaluationComparison('x', 'y', {}, options),
        apps.getAppEvaluationComparisonXml('x', 'y', options),
      ],
      reports: [
        apps.getAppReportFilters(id, { filterTypes: ['REP'] }, options),
        apps.createAppReportFilter(id, body, options),
        apps.countAppReportFilters(id, { filterTypes: ['REP'] }, options),
        apps.getAppReportFilter(id, 'x', options),
        apps.patchAppReportFilter(id, 'x', body, options),
        apps.deleteAppReportFilter(id, 'x', options),
      ],
      placements: [
        apps.getAppPlacement(id, options),
        apps.replaceAppPlacement(id, body, options),
        apps.deleteAppPlacement(id, options),
      ],
      'owners of single objects': [apps.updateAppObjectOwner(id, 'x', body, options)],
      'app check': [apps.validateScript(body, options)],
      'versions of scripts': [
        apps.updateAppScript(id, body, options),
        apps.patchAppScript(id, 'x', body, options),
        apps.deleteAppScript(id, 'x', options),
      ],
      'single reloads': [apps.getAppReloadMetadata(id, 'x', {}, options)],
      'moves of data files': [
        dataFiles.moveDataFile('x', {}, options),
        dataFiles.changeDataFileOwner('x', { ownerId: 'x' }, options),
      ],
      batches: [dataFiles.moveDataFiles(body, options), dataFiles.deleteDataFiles(body, options)],
    }
    const settled = Object.entries(calls).map(async ([named, each]) => ({ named, all: await Promise.allSettled(each) }))
    for (const { named, all } of await Promise.all(settled))
      for (const outcome of all)
        expect(outcome).toMatchObject({
          status: 'rejected',
          reason: {
            status: 404,
            data: { errors: [{ code: 'REST-NOT-PROVIDED', detail: expect.stringContaining(named) }] },
          },
        })
  })

  it('refuses an upload as what it is, whatever its media type', async () => {
    const error = await themes.uploadTheme({ data: { name: 'x' }, file: new Blob(['zip']) }, options).then(
      () => undefined,
      (thrown: { status: number; data: { errors: [{ code: string }] } }) => thrown,
    )
    expect([error?.status, error?.data.errors[0].code]).toEqual([405, 'REST-READ-ONLY'])
  })
})

describe('what clients ask for by themselves', () => {
  it.each(['features', 'ui-config', 'user-locale', 'locale', 'user-settings', 'claims/me', 'tenant-settings'])(
    '%s answers',
    async (path) => {
      expect((await asUser('GET', `/${path}`)).status).toBe(200)
    },
  )

  it('is answered in advance just as it is answered later', async () => {
    const { body } = await asUser('GET', '/boot/core-init')
    const paths = body.map(({ path }: { path: string }) => path.replace('/api/v1', ''))
    expect(paths).toEqual(
      expect.arrayContaining([
        '/users/me',
        '/tenants/me',
        '/user-locale',
        '/user-settings',
        '/claims/me',
        '/brands/active',
        '/licenses/overview',
        '/licenses/status',
        '/tenant-settings',
      ]),
    )
    for (const { path, method, status, data } of body) {
      const answer = await asUser(method, path.replace('/api/v1', ''))
      expect([path, answer.status, answer.body]).toEqual([path, status, data])
    }
  })

  it('tells who acts, without the address', async () => {
    const { body } = await asUser('GET', '/claims/me')
    expect(body).toMatchObject({ name: 'Ann', subType: 'user', tenantId: tenant.context.tenant.id })
    expect(Object.keys(body).sort()).toEqual(['name', 'scopes', 'subType', 'tenantId', 'userId'])
  })
})

describe('every path of the published client', () => {
  /** Method and path of each of its calls, as its code has them. */
  const calls = async (): Promise<[method: string, path: string][]> => {
    const folder = dirname(fileURLToPath(import.meta.resolve('@qlik/api')))
    const files = (await readdir(folder, { recursive: true })).filter(
      (name) => name.endsWith('.js') && !name.startsWith('chunks'),
    )
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
    const found = texts.flatMap((text) =>
      [...text.matchAll(/method: "(\w+)",\s*pathTemplate: "([^"]+)"/g)].map(
        ([, method = '', path = '']) => `${method.toUpperCase()} ${path.replace(/\{[^}]+\}/g, 'x')}`,
      ),
    )
    return [...new Set(found)].map((call) => call.split(' ') as [string, string])
  }

  it('is answered, or refused by the name of what is missing', async () => {
    const all = await calls()
    expect(all.length).toBeGreaterThan(700)
    const admin = await machineCaller(tenant)
    const unknown: string[] = []
    for (const [method, path] of all) {
      const answer = await admin(method, `${tenant.url}${path}`, method === 'GET' ? undefined : [])
      const code = answer.body?.errors?.[0]?.code
      if (code === 'REST-NOT-FOUND' || answer.status >= 500) unknown.push(`${method} ${path}: ${answer.status} ${code}`)
    }
    expect(unknown).toEqual([])
  })
})
