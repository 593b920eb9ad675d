import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { HostConfig } from '@qlik/api/auth'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { bundle, openScriptPage } from './harness/bundled-page.js'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { waitForDrawing } from './harness/dashboard.js'
import { directorToken, ensureDirector } from './harness/director.js'
import { alertIn } from './harness/embed-page.js'
import { type PublishedVersion, publishedVersions, versionTable } from './harness/published-versions.js'

const demo = inject('demo')
const require = createRequire(import.meta.url)
const socketUrl = `${demo.tenantUrl.replace(/^http/, 'ws')}/app/${demo.appId}`
const regions = ['Midwest', 'Northeast', 'South', 'West']

let browser: TestBrowser
beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await ensureDirector(browser.context, demo)
})
afterAll(() => browser.close())

/** The versions of one client. */
const versionsOf = (client: PublishedVersion['client']) =>
  publishedVersions
    .filter((each) => each.client === client)
    .map((each) => [`${each.client} ${each.version}`, each] as const)

it.each(publishedVersions)('$client $version is what is installed as $module', ({ module, client, version }) => {
  const manifest = require.resolve.paths(module)?.flatMap((folder) => {
    try {
      return [JSON.parse(readFileSync(`${folder}/${module}/package.json`, 'utf8'))]
    } catch {
      return []
    }
  })[0]
  expect([manifest.name, manifest.version]).toEqual([client, version])
})

it('the documentation names these versions', () => {
  const page = readFileSync(new URL('../../docs/client-versions.md', import.meta.url), 'utf8')
  expect(page).toContain(versionTable())
})

const cube = {
  qInfo: { qType: 'rows' },
  qHyperCubeDef: {
    qDimensions: [{ qDef: { qFieldDefs: ['[Region]'], qSortCriterias: [{ qSortByAscii: 1 }] } }],
    qMeasures: [{ qDef: { qDef: 'Count([Region])' } }],
    qInitialDataFetch: [{ qLeft: 0, qTop: 0, qWidth: 2, qHeight: 100 }],
  },
}

interface CubeLayout {
  readonly qHyperCube?: {
    readonly qDataPages?: readonly { readonly qMatrix?: readonly { readonly qText?: string }[][] }[]
  }
}

/** The names in the first column; further regions of the data are territories. */
const regionsIn = ({ qHyperCube }: CubeLayout): string[] =>
  (qHyperCube?.qDataPages?.[0]?.qMatrix ?? [])
    .map(([name]) => name?.qText ?? '')
    .filter((name) => regions.includes(name))

describe('in Node', () => {
  it.each(versionsOf('@qlik/api'))('%s impersonates, and reads the user, items and rows', async (_, { module }) => {
    const { auth, users, items, qix }: typeof import('@qlik/api') = await import(module)
    const hostConfig: HostConfig = {
      authType: 'oauth2',
      host: demo.tenantUrl,
      ...demo.clients.impersonation,
      subject: 'altimeter|dana',
      scope: 'user_default',
      noCache: true,
    }
    expect(await auth.getAccessToken({ hostConfig })).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    // Earlier versions know the call as one for the user's own id.
    const me = (await users.getMyUser({ hostConfig })).data
    expect(me.name).toBeTruthy()
    const found = await items.getItems({ resourceType: 'app' }, { hostConfig })
    expect(found.data.data.map(({ resourceId }) => resourceId)).toContain(demo.appId)
    const session = qix.openAppSession({ appId: demo.appId, identity: randomUUID(), hostConfig })
    const app = await session.getDoc()
    const object = await app.createSessionObject(cube)
    expect(regionsIn((await object.getLayout()) as CubeLayout)).toEqual(regions)
    await session.close()
  })

  /** A session object of enigma.js, as far as the tests use it. */
  interface Doc {
    createSessionObject(properties: object): Promise<{ getLayout(): Promise<CubeLayout> }>
  }

  /** A socket that shows the token, as backends open it. */
  const socketWith = (token: string) => async () => {
    const { WebSocket } = await import('ws')
    return (url: string) => new WebSocket(url, { headers: { authorization: `Bearer ${token}` } })
  }

  const openWithFirst = async (module: string, token: string) => {
    const { default: enigma } = await import(module)
    const schema = JSON.parse(readFileSync(require.resolve(`${module}/schemas/qix/3.2/schema.json`), 'utf8'))
    const { hostname, port } = new URL(demo.tenantUrl)
    const service = await enigma.getService('qix', {
      schema,
      appId: demo.appId,
      session: { host: hostname, port, secure: false, identity: randomUUID() },
      createSocket: await socketWith(token)(),
    })
    return { doc: service.app as Doc, close: () => service.global.session.close() }
  }

  const openWithSession = async (module: string, token: string) => {
    const { default: enigma } = await import(module)
    const schemas = module === 'enigma.js' ? '12.2027.0' : '12.170.2'
    const schema = JSON.parse(readFileSync(require.resolve(`${module}/schemas/${schemas}.json`), 'utf8'))
    const session = enigma.create({
      schema,
      url: `${socketUrl}/identity/${randomUUID()}`,
      createSocket: await socketWith(token)(),
    })
    const global = await session.open()
    return { doc: (await global.openDoc(demo.appId)) as Doc, close: () => session.close() }
  }

  it.each(versionsOf('enigma.js'))('%s reads rows', async (_, { module, age }) => {
    const open = age === 'oldest' ? openWithFirst : openWithSession
    const { doc, close } = await open(module, await directorToken(demo))
    const object = await doc.createSessionObject(cube)
    expect(regionsIn(await object.getLayout())).toEqual(regions)
    await close()
  })
})

describe('in Chromium', () => {
  let page: Page | undefined
  const open = async (head: string): Promise<Page> => {
    page = await openScriptPage(browser.context, { origin: demo.portalUrl, head, token: () => directorToken(demo) })
    return page
  }
  const runBundle = async (code: string): Promise<Page> => {
    const opened = await open('')
    await opened.addScriptTag({ content: await bundle(code) })
    return opened
  }

  it.each(versionsOf('@qlik/embed-web-components'))('%s draws a chart', async (_, { module, cannot }) => {
    const { clientId } = demo.clients.impersonation
    const opened = await open(
      `<script>${readFileSync(require.resolve(module), 'utf8')}</script>`.replace(
        '<script>',
        `<script data-host="${demo.tenantUrl}" data-client-id="${clientId}" data-auth-type="Oauth2"
        data-get-access-token="supplyAccessToken">`,
      ),
    )
    await opened.evaluate((appId) => {
      const place = document.querySelector('#place')
      if (place)
        place.innerHTML = `<qlik-embed ui="analytics/chart" app-id="${appId}" object-id="chart-weekdays"></qlik-embed>`
    }, demo.appId)
    if (cannot === undefined) await waitForDrawing(opened, 'qlik-embed')
    else {
      expect(await alertIn(opened).innerText()).toContain('The get-access-token function is missing')
      expect(await opened.locator('qlik-embed canvas').count()).toBe(0)
    }
    await opened.close()
  })

  it.each(versionsOf('@qlik/embed-react'))('%s draws a chart', async (_, { module }) => {
    const { clientId } = demo.clients.impersonation
    const opened = await runBundle(`
      import { createElement } from 'react'
      import { createRoot } from 'react-dom/client'
      import { QlikEmbed, QlikEmbedConfig } from '${module}'
      const value = { authType: 'oauth2', host: '${demo.tenantUrl}', clientId: '${clientId}',
        getAccessToken: () => window.supplyAccessToken() }
      const chart = createElement(QlikEmbed,
        { ui: 'analytics/chart', appId: '${demo.appId}', objectId: 'chart-weekdays', identity: '${randomUUID()}' })
      createRoot(document.querySelector('#place')).render(createElement(QlikEmbedConfig.Provider, { value }, chart))`)
    await waitForDrawing(opened, '#place')
    await opened.close()
  })

  it.each(versionsOf('@nebula.js/stardust'))('%s draws a chart', async (_, { module }) => {
    const opened = await runBundle(`
      import enigma from 'enigma.js'
      import schema from 'enigma.js/schemas/12.2027.0.json'
      import * as stardust from '${module}'
      const { embed, useElement, useLayout, useEffect } = stardust.embed ? stardust : stardust.default
      const list = {
        qae: { properties: {}, data: { targets: [{ path: '/qHyperCubeDef', dimensions: { min: 1 }, measures: { min: 0 } }] } },
        component() {
          const element = useElement()
          const layout = useLayout()
          useEffect(() => {
            element.textContent = layout.qHyperCube.qDataPages[0].qMatrix.map(([{ qText }]) => qText).join(', ')
          }, [element, layout])
        },
      }
      window.drawRegions = async (url) => {
        const doc = await (await enigma.create({ schema, url }).open()).openDoc('${demo.appId}')
        const nuked = embed(doc, { types: [{ name: 'list', load: async () => list }] })
        await nuked.render({ element: document.querySelector('#place'), type: 'list', properties: ${JSON.stringify(cube)} })
      }`)
    await opened.evaluate(
      (url) => (window as unknown as { drawRegions(url: string): Promise<void> }).drawRegions(url),
      `${socketUrl}/identity/${randomUUID()}?accessToken=${await socketToken()}`,
    )
    await opened.locator('#place').getByText('West').waitFor()
    await opened.close()
  })

  /** What a page exchanges its access token for before it opens a socket. */
  const socketToken = async (): Promise<string> => {
    const response = await fetch(`${demo.tenantUrl}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: demo.portalUrl },
      body: JSON.stringify({
        client_id: demo.clients.impersonation.clientId,
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: await directorToken(demo),
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        purpose: 'websocket',
      }),
    })
    return (await response.json()).access_token
  }
})
