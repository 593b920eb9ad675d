import { randomUUID } from 'node:crypto'
import { auth, groups, oauthClients, qix, users } from '@qlik/api'
import type { HostConfig } from '@qlik/api/auth'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { totalsOf, westernStates } from './harness/flights-data.js'

const demo = inject('demo')
const run = randomUUID().slice(0, 8)
const host = { authType: 'oauth2', host: demo.tenantUrl } as const
const admin: HostConfig = { ...host, ...demo.clients.admin, scope: 'admin_classic' }
const asAdmin = { hostConfig: admin, noCache: true }
const impersonating = (subject: string): HostConfig => ({
  ...host,
  ...demo.clients.impersonation,
  subject,
  scope: 'user_default',
  noCache: true,
})

describe('@qlik/api in Node, as the administrator client', () => {
  it('creates, finds, changes and deletes a user', async () => {
    const subject = `e2e|${run}`
    const { data: user } = await users.createUser({ subject, name: 'Ada Byron', email: `${run}@example.com` }, asAdmin)
    const { data: found } = await users.getUsers({ filter: `subject eq "${subject}"` }, asAdmin)
    expect(found.data?.map(({ id }) => id)).toEqual([user.id])

    await users.patchUser(user.id, [{ op: 'replace', path: '/name', value: 'Ada Lovelace' }], asAdmin)
    expect((await users.getUser(user.id, {}, asAdmin)).data.name).toBe('Ada Lovelace')

    await users.deleteUser(user.id, asAdmin)
    await expect(users.getUser(user.id, {}, asAdmin)).rejects.toMatchObject({ status: 404 })
  })

  it('makes a custom group and a user its member', async () => {
    const name = `Group ${run}`
    const { data: group } = await groups.createGroup({ name, providerType: 'custom' }, asAdmin)
    const { data: user } = await users.createUser({ subject: `e2e|member-${run}`, name: 'Member' }, asAdmin)
    const value = [{ name, providerType: 'custom' }]
    await users.patchUser(user.id, [{ op: 'replace', path: '/assignedGroups', value }], asAdmin)

    const { data: member } = await users.getUser(user.id, {}, asAdmin)
    expect(member.assignedGroups?.map(({ id }) => id)).toEqual([group.id])
  })

  it('sees a second user of the same subject refused', async () => {
    const body = { subject: `e2e|twice-${run}`, name: 'Twice' }
    await users.createUser(body, asAdmin)
    await expect(users.createUser(body, asAdmin)).rejects.toMatchObject({ status: 409 })
  })

  it('reads the impersonation client, without its secret', async () => {
    const { data: client } = await oauthClients.getOAuthClient(demo.clients.impersonation.clientId, asAdmin)
    expect(client).toMatchObject({
      appType: 'web',
      allowedScopes: ['user_default'],
      allowedOrigins: [demo.portalUrl, inject('appOrigin')],
    })
    expect(JSON.stringify(client)).not.toContain(demo.clients.impersonation.clientSecret)
  })
})

describe('@qlik/api in Node, in the name of a user', () => {
  const openSession = (subject: string) =>
    qix.openAppSession({ appId: demo.appId, identity: run, hostConfig: impersonating(subject) })
  let session: ReturnType<typeof openSession>

  // Whoever has not signed in to the portal yet is not known to the tenant; this stands in for it.
  const ensurePerson = async (name: string, group?: string) => {
    const subject = `altimeter|${name}`
    const { data: found } = await users.getUsers({ filter: `subject eq "${subject}"` }, asAdmin)
    const user = found.data?.[0] ?? (await users.createUser({ subject, name }, asAdmin)).data
    if (!group) return
    await groups.createGroup({ name: group, providerType: 'custom' }, asAdmin).catch(() => undefined)
    const value = [{ name: group, providerType: 'custom' }]
    await users.patchUser(user.id, [{ op: 'replace', path: '/assignedGroups', value }], asAdmin)
  }

  beforeAll(async () => {
    await ensurePerson('marcus', 'Western region')
    await ensurePerson('leo')
    session = openSession('altimeter|marcus')
  })

  afterAll(() => session.close())

  it('gets a token that is that user’s', async () => {
    const token = await auth.getAccessToken({ hostConfig: impersonating('altimeter|marcus') })
    const response = await fetch(`${demo.tenantUrl}/api/v1/users/me`, { headers: { authorization: `Bearer ${token}` } })
    expect(await response.json()).toMatchObject({ subject: 'altimeter|marcus' })
  })

  it('lists the sheets of the app', async () => {
    const document = await session.getDoc()
    const sheets = await document.getSheetList()
    expect(sheets.map(({ qInfo }) => qInfo?.qId).sort()).toEqual([
      'sheet-analysis',
      'sheet-network',
      'sheet-punctuality',
    ])
  })

  it('lists fields, master items, variables and bookmarks', async () => {
    const document = await session.getDoc()
    const fields = (await document.getFieldList()) as { qName?: string }[]
    expect(fields.map(({ qName }) => qName)).toEqual(expect.arrayContaining(['Month', 'State', 'Delay (min)']))
    expect(fields.map(({ qName }) => qName)).not.toContain('SECTION_ACCESS')
    const ids = (items: readonly { qInfo?: { qId?: string } }[]) => items.map(({ qInfo }) => qInfo?.qId)
    expect(ids(await document.getDimensionList())).toContain('dimension-region')
    expect(ids(await document.getMeasureList())).toContain('measure-flights')
    expect(await document.getMasterObjectList()).toEqual([])
    expect(ids(await document.getVariableList())).toContain('variable-goal')
    expect(await document.getBookmarkList()).toEqual([])
  })

  it('computes a hypercube over that user’s rows', async () => {
    const document = await session.getDoc()
    const cube = await document.createSessionObject({
      qInfo: { qType: 'cube' },
      qHyperCubeDef: {
        qDimensions: [{ qDef: { qFieldDefs: ['[Month]'], qSortCriterias: [{ qSortByLoadOrder: 1 }] } }],
        qMeasures: [{ qDef: { qDef: 'Sum([Flights])' } }],
        qInterColumnSortOrder: [0, 1],
        qInitialDataFetch: [{ qTop: 0, qLeft: 0, qWidth: 2, qHeight: 12 }],
      },
    })
    const layout = await cube.getLayout()
    const rows = layout.qHyperCube?.qDataPages?.[0]?.qMatrix ?? []
    expect(rows.map(([month]) => month?.qText)).toEqual(['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'])
    const expected = await Promise.all([1, 2, 3, 4, 5, 6].map((month) => totalsOf({ states: westernStates, month })))
    expect(rows.map(([, flights]) => flights?.qNum)).toEqual(expected.map(({ flights }) => flights))
  })

  it('keeps out a user without any row', async () => {
    const refused = openSession('altimeter|leo')
    await expect(refused.getDoc()).rejects.toThrow(/permission/i)
    await refused.close()
  })
})
