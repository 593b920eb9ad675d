import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { attachQix } from './attach-qix.js'
import { openRawSocket, type RawSocket } from './testing/raw-socket.js'
import { addReader, loadSmallApp, smallAppId } from './testing/small-app.js'

let tenant: StartedTenant
let socket: RawSocket
beforeAll(async () => {
  tenant = await startTenant({ upgrades: [attachQix] })
  await loadSmallApp(tenant)
  const token = await tenant.userToken(await addReader(tenant, 'north'), await tenant.addClient())
  socket = await openRawSocket(`${tenant.url}/app/${smallAppId}`, { authorization: `Bearer ${token}` })
  await socket.nextFrame()
})
afterAll(() => tenant.close())

const ask = async (method: string, ...params: unknown[]) => (await socket.request(-1, method, ...params)).result

describe('what clients ask an engine before they open an app', () => {
  it.each([
    ['EngineVersion', { qVersion: { qComponentVersion: expect.stringMatching(/^understudy-/) } }],
    ['ProductVersion', { qReturn: expect.stringMatching(/^understudy-/) }],
    ['QTProduct', { qReturn: expect.stringMatching(/^understudy-/) }],
    ['QvVersion', { qReturn: expect.stringMatching(/^understudy-/) }],
    ['BuildVersion', { qReturn: expect.stringMatching(/^understudy-/) }],
    ['OSName', { qReturn: process.platform }],
    ['OSVersion', { qReturn: process.arch }],
    ['IsPersonalMode', { qReturn: false }],
    ['IsDesktopMode', { qReturn: false }],
    ['IsSystemService', { qReturn: true }],
    ['AllowCreateApp', { qReturn: false }],
    ['GetConfiguration', { qConfig: { qFeatures: {} } }],
    ['GetSupportedCodePages', { qCodePages: [{ qNumber: 65001, qName: 'utf-8' }] }],
    ['GetStreamList', { qStreamList: [] }],
    ['GetOdbcDsns', { qOdbcDsns: [] }],
    ['GetOleDbProviders', { qOleDbProviders: [] }],
    ['GetCustomConnectors', { qConnectors: [] }],
    ['GetProgress', { qProgressData: { qStarted: false, qFinished: true, qCompleted: 100 } }],
    ['CancelRequest', {}],
    ['AbortRequest', {}],
    ['AbortAll', {}],
    ['CancelReload', {}],
    ['ConfigureReload', {}],
  ])('is answered: %s', async (method, answer) => {
    expect(await ask(method)).toMatchObject(answer)
  })

  it('names the functions of expressions', async () => {
    const names = (await ask('GetFunctions')).qFunctions.map(({ qName }: { qName: string }) => qName.toLowerCase())
    expect(names).toEqual(expect.arrayContaining(['sum', 'count', 'if']))
  })

  it('gives a unique id each time, and the subject of the token', async () => {
    const ids = [await ask('GetUniqueID'), await ask('GetUniqueID')].map(({ qUniqueID }) => qUniqueID)
    expect(new Set(ids).size).toBe(2)
    expect((await ask('GetAuthenticatedUser')).qReturn).not.toBe('')
  })

  it('lists the apps that the person may open, and no others', async () => {
    const { store, tenant: home } = tenant.context
    const hidden = { id: 'hidden', name: 'Hidden', name_folded: 'hidden', description: '', folder: '/nowhere' }
    const now = new Date().toISOString()
    await store
      .insertInto('apps')
      .values({
        tenant_id: home.id,
        ...hidden,
        space_id: null,
        has_section_access: 0,
        created_at: now,
        updated_at: now,
      })
      .execute()
    expect((await ask('GetDocList')).qDocList).toMatchObject([
      { qDocId: smallAppId, qDocName: 'Small', qTitle: 'Small', qLastReloadTime: expect.stringMatching(/^20/) },
    ])
    expect((await ask('GetAppEntry', smallAppId)).qEntry).toMatchObject({ qID: smallAppId, qName: 'Small' })
    expect((await socket.request(-1, 'GetAppEntry', 'hidden')).error).toMatchObject({ code: 1003 })
  })

  it.each([
    'CreateApp',
    'CreateDocEx',
    'DeleteApp',
    'CopyApp',
    'ReplaceAppFromID',
    'ImportApp',
    'ImportAppEx',
    'ExportApp',
    'PublishApp',
    'UploadToContentService',
    'GetDatabasesFromConnectionString',
    'IsValidConnectionString',
    'GetDefaultAppFolder',
    'GetMyDocumentsFolder',
    'GetLogicalDriveStrings',
    'GetFolderItemsForPath',
    'ShutdownProcess',
    'ReloadExtensionList',
    'GetInteract',
    'InteractDone',
    'GetBNF',
    'GetBaseBNF',
    'GetBaseBNFHash',
    'GetBaseBNFString',
  ])('is refused with a reason: %s', async (method) => {
    expect((await socket.request(-1, method)).error).toMatchObject({ code: 20, parameter: 'QIX-UNSUPPORTED' })
  })
})
