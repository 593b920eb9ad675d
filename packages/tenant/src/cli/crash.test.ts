import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { journalKey } from '../audit/journal-key.js'
import { verifyChains } from '../audit/verify-chains.js'
import { loadMasterKey } from '../keys/master-key.js'
import { openStore } from '../store/open-store.js'

/** The program as an operator runs it: only a process of its own can be killed. */
const program = fileURLToPath(new URL('../../bin/understudy.mjs', import.meta.url))
const built = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/** How often it is killed. */
const trials = Number(process.env.CRASH_TRIALS ?? 3)

let dataDir: string
let admin: { clientId: string; clientSecret: string }
let running: ChildProcess | undefined

beforeAll(async () => {
  if (!existsSync(built)) throw new Error('The tenant is not built: run `npm run build`, then the tests.')
  dataDir = mkdtempSync(join(tmpdir(), 'understudy-crash-'))
  admin = JSON.parse(await firstLine(start('init', '--json')))
})
afterAll(() => {
  running?.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

const start = (...args: string[]): ChildProcess => {
  running = spawn(process.execPath, [program, ...args, '--data-dir', dataDir, '--log-level', 'silent'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return running
}

const firstLine = async (child: ChildProcess): Promise<string> => {
  if (child.stdout === null) throw new Error('The output of the process is not read.')
  for await (const line of createInterface({ input: child.stdout })) return line
  throw new Error('The process ended without a word.')
}

const post = async (url: string, body: object, headers: Record<string, string> = {}) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(answer)}`)
  return answer
}

const tokenIdOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).jti

/** Repeats an action until the server does not answer any more. */
const untilDead = async (dead: AbortSignal, action: () => Promise<void>): Promise<void> => {
  while (!dead.aborted) {
    try {
      await action()
    } catch (error) {
      // A refused or broken connection is what killing does; an answer with an error is a failure of the test.
      if (!(error instanceof TypeError)) throw error
      return
    }
  }
}

it('loses nothing that it acknowledged, however often it is killed', async () => {
  const tokenIds: string[] = []
  const userIds: string[] = []

  for (let trial = 0; trial < trials; trial++) {
    const server = start('serve', '--port', '0', '--json')
    const { url } = JSON.parse(await firstLine(server))
    const credentials = {
      grant_type: 'client_credentials',
      client_id: admin.clientId,
      client_secret: admin.clientSecret,
    }
    const mint = async (): Promise<string> => {
      const { access_token } = await post(`${url}/oauth/token`, credentials)
      tokenIds.push(tokenIdOf(access_token))
      return access_token
    }
    const authorization = `Bearer ${await mint()}`
    const dead = new AbortController()
    const streams = [
      ...Array.from({ length: 8 }, () => untilDead(dead.signal, async () => void (await mint()))),
      ...Array.from({ length: 4 }, (_, stream) =>
        untilDead(dead.signal, async () => {
          const subject = `crash-${trial}-${stream}-${userIds.length}-${Math.random()}`
          userIds.push((await post(`${url}/api/v1/users`, { subject, name: subject }, { authorization })).id)
        }),
      ),
    ]
    const ended = new Promise((resolve) => server.once('exit', resolve))
    const diesByItself = Promise.all(streams).then(() => Promise.reject(new Error('The server does not answer.')))
    diesByItself.catch(() => undefined)
    const [tokens, users] = [tokenIds.length, userIds.length]
    while (tokenIds.length < tokens + 20 * (trial + 1) || userIds.length < users + 2) {
      await Promise.race([delay(5), diesByItself])
    }
    server.kill('SIGKILL')
    dead.abort()
    await Promise.all(streams)
    await ended
  }

  // The next start moves what the last crash left in the outbox.
  const last = start('serve', '--port', '0', '--json')
  await firstLine(last)
  const ended = new Promise((resolve) => last.once('exit', resolve))
  last.kill('SIGTERM')
  expect(await ended).toBe(0)

  const store = await openStore(join(dataDir, 'tenant.db'))
  const rows = await store.selectFrom('audit_journal').select('record').execute()
  const users = await store.selectFrom('users').select('id').execute()
  const left = await store.selectFrom('audit_outbox').selectAll().execute()
  const chains = await verifyChains(store, journalKey(loadMasterKey(join(dataDir, 'master.key'), {})))
  await store.destroy()

  const records = rows.map(({ record }) => JSON.parse(record))
  const issued = new Set(records.map((record) => record.tokenId))
  const created = new Set(records.filter((each) => each.event === 'user.created').map((each) => each.subject))
  const stored = new Set(users.map((user) => user.id))
  expect(userIds.length).toBeGreaterThan(trials)
  expect(tokenIds.filter((id) => !issued.has(id))).toEqual([])
  expect(userIds.filter((id) => !stored.has(id))).toEqual([])
  expect([...stored].filter((id) => !created.has(id))).toEqual([])
  expect(left).toEqual([])
  expect(chains).toMatchObject([{ intact: true, records: records.length }])
}, 240_000)
