import { cpSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { served } from '../cli/served.js'
import { dataPaths } from '../config/data-paths.js'
import { loadSmallApp } from '../qix/testing/small-app.js'
import { peopleOfNodes } from '../testing/people-of-nodes.js'
import type { PostgresServer } from '../testing/postgres-server.js'
import { type StartedNodes, startNodes } from '../testing/started-nodes.js'
import { startInstalledPostgres } from '../testing/stores.js'

let postgres: PostgresServer
let started: StartedNodes
beforeAll(async () => {
  postgres = await startInstalledPostgres()
  const tenants = [{ hostnames: ['localhost'], origin: 'https://t.example' }]
  started = await startNodes(await postgres.createDatabase(), 2, tenants, served)
})
afterAll(async () => {
  await started?.close()
  await postgres?.stop()
})

it('an address is fetched from the node that has the file, and others say so', async () => {
  const people = peopleOfNodes(started)
  await loadSmallApp({ context: people.context, dataDir: people.context.config.dataDir })
  const second = started.nodes[1]?.dependencies.config
  if (second) cpSync(dataPaths(people.context.config).apps, dataPaths(second).apps, { recursive: true })
  const page = await people.enter(0, await people.reader('north'), await people.client())
  const { qUrl } = await page.call(await page.make(), 'ExportData', 'CSV_C', '/qHyperCubeDef', '', 'P')
  const elsewhere = await fetch(`${people.url(1)}${qUrl}`)
  expect(elsewhere.status).toBe(421)
  expect(await elsewhere.json()).toMatchObject({ errors: [{ code: 'EXPORT-ELSEWHERE' }] })
  expect(await (await fetch(`${people.url(0)}${qUrl}`)).text()).toContain('North,10')
  expect((await fetch(`${people.url(1)}${qUrl}`)).status).toBe(410)
})
