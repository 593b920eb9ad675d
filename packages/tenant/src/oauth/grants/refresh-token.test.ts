import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { registerRestRoutes } from '../../http/rest/register-rest-routes.js'
import { advanceClientEpoch, advanceUserEpoch } from '../../store/epochs.js'
import { expectRefusal } from '../../testing/refusals.js'
import { type Credentials, type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'
import { startInstalledPostgres } from '../../testing/stores.js'
import { obtainCode, redemption, spa } from '../authorization/testing/browser.js'

const day = 86_400_000
const page = { origin: 'https://spa.example' }
const offline = { ...spa, allowed_scopes: '["user_default","offline_access"]' }
const web = { ...offline, app_type: 'web', allowed_auth_methods: '["client_secret"]' } as const

const testsOn = (name: string, store: () => Promise<{ location?: string; stop: () => Promise<void> }>) =>
  describe(`refresh tokens on ${name}`, () => {
    let tenant: StartedTenant
    let stop: () => Promise<void>
    let client: Credentials
    let userId: string

    beforeAll(async () => {
      const started = await store()
      stop = started.stop
      const config = { refreshRepeatLeeway: 10, ...(started.location !== undefined && { store: started.location }) }
      tenant = await startTenant({ routes: [registerRestRoutes], config })
    })
    beforeEach(async () => {
      client = await tenant.addClient(offline)
      userId = await tenant.addUser()
    })
    afterAll(async () => {
      await tenant?.close()
      await stop?.()
    })

    const signIn = async (changes: object = {}): Promise<{ access_token: string; refresh_token: string }> => {
      const scope = 'user_default offline_access'
      const code = await obtainCode(tenant, userId, client.clientId, { scope })
      const { status, body } = await tenant.requestToken({ ...redemption(client.clientId, code), ...changes }, page)
      expect(status).toBe(200)
      return body
    }
    const request = (token: string, changes: object = {}) => ({
      grant_type: 'refresh_token',
      client_id: client.clientId,
      refresh_token: token,
      ...changes,
    })
    const refresh = (token: string, changes: object = {}) => tenant.requestToken(request(token, changes), page)
    const refused = (token: string, changes: object = {}) =>
      expectRefusal(tenant, request(token, changes), 400, 'OAUTH-REFRESH-INVALID', 'invalid_grant', page)
    const works = async (token: string): Promise<boolean> => {
      const headers = { authorization: `Bearer ${token}`, ...page }
      return (await fetch(`${tenant.url}/api/v1/users/me`, { headers })).status === 200
    }

    it('are opaque, stored as hashes, and answered with the next one', async () => {
      const first = await signIn()
      expect(first.refresh_token).toMatch(/^[\w-]{43}$/)
      const { status, body } = await refresh(first.refresh_token)
      expect(status).toBe(200)
      expect(body).toMatchObject({ scope: 'user_default offline_access', refresh_token: expect.any(String) })
      expect(body.refresh_token).not.toBe(first.refresh_token)
      expect(await works(body.access_token)).toBe(true)
      expect((await refresh(body.refresh_token)).status).toBe(200)
      const rows = await tenant.dependencies.store.selectFrom('refresh_tokens').selectAll().execute()
      expect(JSON.stringify(rows)).not.toContain(first.refresh_token)
    })

    it.each([
      ['', {}],
      [', whatever else is wrong with the request', { scope: 'admin_classic' }],
    ])('that come a second time end all that came of the sign-in%s', async (_, changes) => {
      const first = await signIn()
      const { body: second } = await refresh(first.refresh_token)
      await refused(first.refresh_token, changes)
      await refused(second.refresh_token)
      expect(await works(first.access_token)).toBe(false)
      expect(await works(second.access_token)).toBe(false)
    })

    it.each([10, 2, 2, 2])(
      'for which %i requests race are used by one at most, and end with that race',
      async (count) => {
        const { refresh_token: token } = await signIn()
        const answers = await Promise.all(Array.from({ length: count }, () => refresh(token)))
        expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(count - 1).fill(400)])
        await refused(answers.find(({ status }) => status === 200)?.body.refresh_token)
      },
    )

    it('stay ended when a rotation and the end of the family race', async () => {
      for (let round = 0; round < 8; round++) {
        const first = await signIn()
        const { body: second } = await refresh(first.refresh_token)
        const tokens = [second.refresh_token, first.refresh_token]
        const answers = await Promise.all(tokens.map((token) => refresh(token)))
        const [rotated, reused] = answers.map(({ status }) => status)
        expect([200, 400]).toContain(rotated)
        expect(reused).toBe(400)
        await refused(answers[0]?.body.refresh_token ?? second.refresh_token)
      }
    })

    it('are none, nor are access tokens, when redemptions of their code race', async () => {
      for (let round = 0; round < 5; round++) {
        const code = await obtainCode(tenant, userId, client.clientId, { scope: 'user_default offline_access' })
        const answers = await Promise.all(
          Array.from({ length: 6 }, () => tenant.requestToken(redemption(client.clientId, code), page)),
        )
        expect(answers.every(({ status }) => status === 200 || status === 400)).toBe(true)
        for (const { body } of answers.filter(({ status }) => status === 200)) {
          expect(await works(body.access_token)).toBe(false)
          await refused(body.refresh_token)
        }
        const families = await tenant.dependencies.store.selectFrom('oauth_grants').selectAll().execute()
        expect(families.filter((family) => family.user_id === userId)).toEqual([])
      }
    })

    it('end when the code that they came from is presented again', async () => {
      const code = await obtainCode(tenant, userId, client.clientId, { scope: 'user_default offline_access' })
      const { body } = await tenant.requestToken(redemption(client.clientId, code), page)
      await tenant.requestToken(redemption(client.clientId, code), page)
      await refused(body.refresh_token)
    })

    it('give less when less is asked for, never more', async () => {
      const { refresh_token: token } = await signIn()
      const { body } = await refresh(token, { scope: 'apps:read' })
      expect(body.scope).toBe('apps:read')
      const wider = request(body.refresh_token, { scope: 'admin_classic' })
      await expectRefusal(tenant, wider, 400, 'OAUTH-INVALID-SCOPE', 'invalid_scope', page)
      expect((await refresh(body.refresh_token)).body.scope).toBe('user_default offline_access')
    })

    it('are worth nothing to another client, nor from a page of another origin', async () => {
      const { refresh_token: token } = await signIn()
      const other = await tenant.addClient(offline)
      await refused(token, { client_id: other.clientId })
      await expectRefusal(tenant, request(token), 403, 'OAUTH-29', 'unauthorized_client', {
        origin: 'https://evil.example',
      })
      expect((await refresh(token)).status).toBe(200)
    })

    it('wait for 30 days, and end 90 days after the sign-in whatever happens', async () => {
      const { refresh_token: token } = await signIn()
      const { store } = tenant.dependencies
      const { created_at: start, expires_at: end } = await store
        .selectFrom('oauth_grants')
        .selectAll()
        .where('user_id', '=', userId)
        .executeTakeFirstOrThrow()
      expect(end - start).toBe(30 * day)
      await store
        .updateTable('oauth_grants')
        .set({ created_at: start - 80 * day })
        .where('user_id', '=', userId)
        .execute()
      const { body } = await refresh(token)
      const last = await store.selectFrom('oauth_grants').selectAll().where('user_id', '=', userId).executeTakeFirst()
      expect(last?.expires_at).toBe(start + 10 * day)
      await store.updateTable('refresh_tokens').set({ expires_at: Date.now() }).execute()
      await refused(body.refresh_token)
    })

    it('end with their user, and with their client', async () => {
      const first = await signIn()
      await advanceUserEpoch(tenant.dependencies.store, tenant.context.tenant.id, userId)
      await refused(first.refresh_token)
      const second = await signIn()
      await advanceClientEpoch(tenant.dependencies.store, tenant.context.tenant.id, client.clientId)
      await refused(second.refresh_token)
    })

    it('need the secret of a confidential client, which may leave its id out as the published one does', async () => {
      client = await tenant.addClient(web)
      const { refresh_token: token } = await signIn(wire(client))
      const { client_id: _, ...anonymous } = request(token)
      await expectRefusal(tenant, anonymous, 401, 'OAUTH-14', 'invalid_client')
      await expectRefusal(tenant, { ...anonymous, client_secret: 'x' }, 401, 'OAUTH-14', 'invalid_client')
      const { status } = await tenant.requestToken({ ...anonymous, client_secret: client.clientSecret })
      expect(status).toBe(200)
    })

    it('may come again with the secret of a confidential client as long as the operator allows, not longer and not without', async () => {
      client = await tenant.addClient(web)
      const first = await signIn(wire(client))
      const refreshed = (token: string, by = wire(client)) => tenant.requestToken(request(token, by))
      const answers = await Promise.all(Array.from({ length: 5 }, () => refreshed(first.refresh_token)))
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
      const next = answers.map(({ body }) => body.refresh_token)
      expect(new Set([first.refresh_token, ...next]).size).toBe(6)
      expect((await refreshed(next[0])).status).toBe(200)

      const wrong = { ...wire(client), client_secret: 'wrong' }
      await expectRefusal(tenant, request(first.refresh_token, wrong), 401, 'OAUTH-14', 'invalid_client')
      const { store } = tenant.dependencies
      const elapsed = (ms: number) =>
        store
          .updateTable('refresh_tokens')
          .set({ used_at: sql<number>`used_at - ${sql.lit(ms)}` })
          .where('used_at', 'is not', null)
          .execute()
      await elapsed(8_000)
      expect((await refreshed(first.refresh_token)).status).toBe(200)
      await elapsed(2_000)
      await refused(first.refresh_token, wire(client))
      await refused(next[1], wire(client))
      expect(await works(answers[0]?.body.access_token)).toBe(false)
    })
  })

testsOn('libSQL', async () => ({ stop: async () => undefined }))
testsOn('PostgreSQL', async () => {
  const server = await startInstalledPostgres()
  return { location: await server.createDatabase(), stop: () => server.stop() }
})

it('a confidential client may not send a refresh token twice unless the operator allows it', async () => {
  const tenant = await startTenant({ routes: [registerRestRoutes] })
  try {
    const client = await tenant.addClient(web)
    const scope = 'user_default offline_access'
    const code = await obtainCode(tenant, await tenant.addUser(), client.clientId, { scope })
    const { body: first } = await tenant.requestToken({ ...redemption(client.clientId, code), ...wire(client) })
    const request = (token: string) => ({ grant_type: 'refresh_token', refresh_token: token, ...wire(client) })
    const { status, body: second } = await tenant.requestToken(request(first.refresh_token))
    expect(status).toBe(200)
    for (const token of [first.refresh_token, second.refresh_token])
      await expectRefusal(tenant, request(token), 400, 'OAUTH-REFRESH-INVALID', 'invalid_grant')
  } finally {
    await tenant.close()
  }
})
