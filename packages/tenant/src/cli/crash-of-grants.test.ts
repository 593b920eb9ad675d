import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { journalKey } from '../audit/journal-key.js'
import { verifyChains } from '../audit/verify-chains.js'
import { loadMasterKey } from '../keys/master-key.js'
import { createCode } from '../oauth/authorization/authorization-codes.js'
import { callback, challenge, redemption } from '../oauth/authorization/testing/browser.js'
import { openStore } from '../store/open-store.js'
import type { Store } from '../store/schema.js'
import { systemRandomness } from '../tenants/system-randomness.js'

const program = fileURLToPath(new URL('../../bin/understudy.mjs', import.meta.url))
/** How often it is killed. */
const rounds = Number(process.env.CRASH_TRIALS ?? 2)
/** Families that are refreshed at the same time while the server dies. */
const families = 4
/** Codes that are redeemed meanwhile. */
const codes = 60

let dataDir: string
let running: ChildProcess | undefined
let clientId: string
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'understudy-crash-'))
  await firstLine(start('init', '--json'))
  const scopes = ['--scope', 'user_default', '--scope', 'offline_access']
  const flags = ['--app-type', 'spa', ...scopes, '--redirect-uri', callback, '--origin', 'https://spa.example']
  clientId = (await firstLine(start('client', 'create', 'Board', ...flags, '--json'))).clientId
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
const firstLine = async ({ stdout }: ChildProcess) => {
  if (stdout === null) throw new Error('The output of the process is not read.')
  for await (const line of createInterface({ input: stdout })) return JSON.parse(line)
  throw new Error('The process ended without a word.')
}
const serve = async () => {
  const server = start('serve', '--port', '0', '--json')
  const { url }: { url: string } = await firstLine(server)
  const ended = new Promise((resolve) => server.once('exit', resolve))
  const end = (signal: NodeJS.Signals): Promise<unknown> => {
    server.kill(signal)
    return ended
  }
  return { url, end }
}
const withStore = async <T>(act: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openStore(join(dataDir, 'tenant.db'))
  try {
    return await act(store)
  } finally {
    await store.destroy()
  }
}

/** Codes of somebody who is signed in. */
const makeCodes = (count: number): Promise<string[]> =>
  withStore(async (store) => {
    const { tenant_id } = await store.selectFrom('tenants').select('tenant_id').executeTakeFirstOrThrow()
    const now = Date.now()
    const [id, at] = [`user-${now}`, new Date(now).toISOString()]
    const names = { subject: id, subject_folded: id, name: 'Ann', name_folded: 'ann', email_folded: '' }
    await store
      .insertInto('users')
      .values({ tenant_id, id, ...names, status: 'active', created_at: at, updated_at: at })
      .execute()
    const session = { tenant_id, id: `session-${now}`, secret_hash: `hash-${now}`, user_id: id, user_epoch: 0 }
    const times = { auth_time: now, created_at: now, last_used_at: now, expires_at: now + 3_600_000 }
    await store
      .insertInto('browser_sessions')
      .values({ ...session, source: 'interactive', idp_id: null, web_integration_id: null, ...times })
      .execute()
    const making = { store, clock: Date.now, randomness: systemRandomness, tenant: { id: tenant_id } }
    const binding = {
      client_id: clientId,
      client_epoch: 0,
      user_id: id,
      user_epoch: 0,
      session_id: session.id,
      redirect_uri: callback,
      code_challenge: challenge,
      scope: 'user_default offline_access',
      nonce: null,
      dpop_jkt: null,
      auth_time: now,
    }
    const made: string[] = []
    for (let index = 0; index < count; index++) {
      made.push(await createCode(making as Parameters<typeof createCode>[0], binding))
    }
    return made
  })

interface Answer {
  readonly status: number
  readonly body: { readonly access_token: string; readonly refresh_token: string }
}

/** @returns undefined when the server died meanwhile: nobody knows what became of the request */
const ask = async (url: string, body: object): Promise<Answer | undefined> => {
  try {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const response = await fetch(`${url}/oauth/token`, init)
    return { status: response.status, body: (await response.json()) as Answer['body'] }
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
const redeem = (url: string, code: string) => ask(url, redemption(clientId, code))
const refresh = (url: string, token: string) =>
  ask(url, { grant_type: 'refresh_token', client_id: clientId, refresh_token: token })
const tokenIdOf = ({ body }: Answer): string =>
  JSON.parse(Buffer.from(body.access_token.split('.')[1] ?? '', 'base64url').toString()).jti

/** Families with more than one token that would be taken. */
const splitFamilies = () =>
  withStore((store) =>
    store
      .selectFrom('refresh_tokens')
      .select('grant_id')
      .where('used_at', 'is', null)
      .groupBy('grant_id')
      .having((each) => each.fn.countAll(), '>', 1)
      .execute(),
  )

it('keeps what it answered of codes and refresh tokens, however it is killed', async () => {
  const acknowledged: string[] = []
  const take = (answer: Answer | undefined): string | undefined => {
    if (answer === undefined) return undefined
    expect(answer.status).toBe(200)
    acknowledged.push(tokenIdOf(answer))
    return answer.body.refresh_token
  }
  let rotations = 0

  for (let round = 0; round < rounds; round++) {
    const unused = await makeCodes(families + codes)
    const dying = await serve()
    const firsts: string[] = []
    for (const code of unused.splice(0, families)) firsts.push(take(await redeem(dying.url, code)) ?? '')

    /** Presented when the server died: used up or not. */
    const presented: string[] = []
    /** Answered, and never presented. */
    const kept: string[] = []
    const redeemed: string[] = []
    const working = [
      ...firsts.map(async (first) => {
        for (let token = first; ; rotations++) {
          const next = take(await refresh(dying.url, token))
          if (next === undefined) return presented.push(token)
          token = next
        }
      }),
      (async () => {
        for (const code of unused) {
          const token = take(await redeem(dying.url, code))
          if (token === undefined) return
          kept.push(token)
          redeemed.push(code)
        }
      })(),
    ]
    while (kept.length === 0) await delay(10)
    await delay(100 + 100 * round)
    await dying.end('SIGKILL')
    await Promise.all(working)
    expect(presented).toHaveLength(families)
    expect(await splitFamilies()).toEqual([])

    const next = await serve()
    for (const token of kept) expect(take(await refresh(next.url, token))).toBeDefined()
    for (const token of presented) expect([200, 400]).toContain((await refresh(next.url, token))?.status)
    // A code that was answered is used up; a second use ends what it obtained.
    for (const code of redeemed.slice(0, 3)) expect((await redeem(next.url, code))?.status).toBe(400)
    expect(await next.end('SIGTERM')).toBe(0)
    expect(await splitFamilies()).toEqual([])
  }
  expect(rotations).toBeGreaterThan(rounds)

  const { records, chains, left } = await withStore(async (store) => ({
    records: (await store.selectFrom('audit_journal').select('record').execute()).map(({ record }) =>
      JSON.parse(record),
    ),
    chains: await verifyChains(store, journalKey(loadMasterKey(join(dataDir, 'master.key'), {}))),
    left: await store.selectFrom('audit_outbox').selectAll().execute(),
  }))
  const issued = new Set(records.map(({ tokenId }) => tokenId))
  expect(acknowledged.filter((id) => !issued.has(id))).toEqual([])
  expect(left).toEqual([])
  expect(chains).toMatchObject([{ intact: true, records: records.length }])
}, 120_000)
