import { accessTokenType, grantTypes } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { advanceUserEpoch } from '../../store/epochs.js'
import { openStore } from '../../store/open-store.js'
import { expectRefusal, lastRecord } from '../../testing/refusals.js'
import { type Credentials, type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { startInstalledPostgres } from '../../testing/stores.js'
import { consumeExchangeToken, createExchangeToken } from '../exchange-tokens.js'
import { verifyAccessToken } from '../verify-access-token.js'

const origin = 'https://portal.example'

let tenant: StartedTenant
let client: Credentials
let userId: string

beforeAll(async () => {
  tenant = await startTenant()
  client = await tenant.addClient({ allowed_origins: JSON.stringify([origin]) })
  userId = await tenant.addUser()
})
afterAll(() => tenant.close())

const request = async (changes: object = {}) => ({
  grant_type: grantTypes.tokenExchange,
  purpose: 'websocket',
  client_id: client.clientId,
  subject_token: await tenant.userToken(userId, client),
  subject_token_type: accessTokenType,
  redirect_uri: `${origin}/dashboard`,
  ...changes,
})

const exchange = async (changes: object = {}, headers: Record<string, string> = { origin }) =>
  tenant.requestToken(await request(changes), headers)

const exchanged = async (changes?: object): Promise<string> => (await exchange(changes)).body.access_token

const presented = { purpose: 'websocket', origin } as const

describe('a token exchange', () => {
  it('needs no secret, and is answered to the page with credentials allowed', async () => {
    const answer = await exchange()
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      scope: 'user_default',
      expires_in: 30,
      expires_at: expect.any(String),
      issued_token_type: accessTokenType,
    })
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
    expect(answer.headers.get('vary')).toBe('Origin')
  })

  it('gives a token that stands for the user once', async () => {
    const token = await exchanged()
    const principal = await consumeExchangeToken(tenant.context, token, presented)
    expect(principal).toMatchObject({
      userId,
      credential: { clientId: client.clientId },
      actor: client.clientId,
      scopes: ['user_default'],
    })
    await expect(consumeExchangeToken(tenant.context, token, presented)).rejects.toMatchObject({
      code: 'AUTH-EXCHANGE-TOKEN',
    })
  })

  it('gives a token that one of many racing presentations wins', async () => {
    const token = await exchanged()
    const races = await Promise.allSettled(
      Array.from({ length: 10 }, () => consumeExchangeToken(tenant.context, token, presented)),
    )
    expect(races.filter((race) => race.status === 'fulfilled')).toHaveLength(1)
  })

  it('gives a token that ends with the access token, when that ends sooner', async () => {
    const subject = await verifyAccessToken(tenant.context, await tenant.userToken(userId, client))
    const clock = () => subject.expiresAt - 7_000
    const { token, expiresIn, expiresAt } = await createExchangeToken({ ...tenant.context, clock }, subject, presented)
    expect([expiresIn, expiresAt]).toEqual([7, subject.expiresAt])
    const ended = { ...tenant.context, clock: () => subject.expiresAt }
    await expect(consumeExchangeToken(ended, token, presented)).rejects.toMatchObject({ code: 'AUTH-EXCHANGE-TOKEN' })
  })

  it('gives a token that is no access token', async () => {
    const token = await exchanged()
    expect((await exchange({ subject_token: token })).body.errors[0].code).toBe('OAUTH-5')
  })

  it('stores the token as a hash only', async () => {
    const token = await exchanged()
    const rows = await tenant.dependencies.store.selectFrom('exchange_tokens').selectAll().execute()
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('is allowed for the pages of the tenant itself', async () => {
    expect((await exchange({}, { origin: tenant.url })).status).toBe(200)
  })

  it('is recorded with purpose and origin', async () => {
    await exchange({ purpose: 'webresource' })
    const { record } = await tenant.dependencies.store
      .selectFrom('audit_journal')
      .select('record')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow()
    expect(JSON.parse(record)).toMatchObject({
      event: 'oauth-token.issued',
      subject: userId,
      client: client.clientId,
      purpose: 'webresource',
      origin,
    })
  })
})

describe('a single-use token is refused', () => {
  it.each<[string, object, { purpose: 'websocket' | 'webresource'; origin: string | undefined }]>([
    ['for another purpose', {}, { purpose: 'webresource', origin }],
    ['from another origin', {}, { purpose: 'websocket', origin: 'https://elsewhere.example' }],
    ['without an origin', {}, { purpose: 'websocket', origin: undefined }],
  ])('%s, and is used up by it', async (_reason, changes, wrong) => {
    const token = await exchanged(changes)
    await expect(consumeExchangeToken(tenant.context, token, wrong)).rejects.toMatchObject({
      code: 'AUTH-EXCHANGE-TOKEN',
    })
    await expect(consumeExchangeToken(tenant.context, token, presented)).rejects.toMatchObject({
      code: 'AUTH-EXCHANGE-TOKEN',
    })
  })

  it('after 30 seconds', async () => {
    const token = await exchanged()
    const later = { ...tenant.context, clock: () => Date.now() + 30_000 }
    await expect(consumeExchangeToken(later, token, presented)).rejects.toMatchObject({ code: 'AUTH-EXCHANGE-TOKEN' })
  })

  it('when the user was revoked meanwhile', async () => {
    const token = await exchanged()
    await advanceUserEpoch(tenant.dependencies.store, tenant.context.tenant.id, userId)
    await expect(consumeExchangeToken(tenant.context, token, presented)).rejects.toMatchObject({
      code: 'AUTH-TOKEN-REVOKED',
    })
  })

  it('when it is made up', async () => {
    await expect(consumeExchangeToken(tenant.context, 'made-up', presented)).rejects.toMatchObject({
      code: 'AUTH-EXCHANGE-TOKEN',
    })
  })
})

describe('an exchange is refused', () => {
  const refused = async (status: number, code: string, error: string, changes: object, headers = { origin }) =>
    expectRefusal(tenant, await request(changes), status, code, error, headers)

  it.each([
    'https://portal.example:8443',
    'http://portal.example',
    'https://sub.portal.example',
    'https://portal.example.evil',
    'null',
  ])('from %s, which the client does not list, telling its page how to allow it', async (strange) => {
    const answer = await refused(403, 'OAUTH-29', 'unauthorized_client', {}, { origin: strange })
    expect(answer.body.errors[0].detail).toContain(strange)
    expect(answer.body.errors[0].meta.solution).toContain('allowedOrigins')
    expect(answer.headers.get('access-control-allow-origin')).toBe(strange)
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
    expect(await lastRecord(tenant)).toMatchObject({
      client: client.clientId,
      grantType: grantTypes.tokenExchange,
      purpose: 'websocket',
      origin: strange,
    })
  })

  it('from an origin that only another client lists', async () => {
    await tenant.addClient({ allowed_origins: '["https://neighbour.example"]' })
    await refused(403, 'OAUTH-29', 'unauthorized_client', {}, { origin: 'https://neighbour.example' })
  })

  it('without an Origin header', async () => {
    await expectRefusal(tenant, await request(), 403, 'OAUTH-29', 'unauthorized_client')
  })

  it('when the token was issued to another client', async () => {
    const other = await tenant.addClient({ allowed_origins: JSON.stringify([origin]) })
    await refused(401, 'OAUTH-5', 'invalid_request', { client_id: other.clientId })
  })

  it('for a token that is forged or revoked', async () => {
    await refused(401, 'OAUTH-5', 'invalid_request', { subject_token: 'a.b.c' })
    const gone = await tenant.addUser()
    const token = await tenant.userToken(gone, client)
    await tenant.dependencies.store.updateTable('users').set({ status: 'disabled' }).where('id', '=', gone).execute()
    await refused(401, 'OAUTH-5', 'invalid_request', { subject_token: token })
  })

  it('for another purpose or token type', async () => {
    await refused(400, 'OAUTH-INVALID-REQUEST', 'invalid_request', { purpose: 'anything' })
    await refused(400, 'OAUTH-INVALID-REQUEST', 'invalid_request', { subject_token_type: 'urn:x' })
  })
})

describe('on PostgreSQL', () => {
  it('one of two nodes wins a single-use token', async () => {
    const postgres = await startInstalledPostgres()
    const node = await startTenant({ config: { store: await postgres.createDatabase() } })
    try {
      const page = await node.addClient({ allowed_origins: JSON.stringify([origin]) })
      const user = await node.addUser()
      const location = node.dependencies.config.store ?? ''
      const otherNode = { ...node.context, store: await openStore(location) }
      for (let round = 0; round < 5; round++) {
        const answer = await node.requestToken(
          {
            grant_type: grantTypes.tokenExchange,
            purpose: 'websocket',
            client_id: page.clientId,
            subject_token: await node.userToken(user, page),
            subject_token_type: accessTokenType,
          },
          { origin },
        )
        const races = await Promise.allSettled(
          [node.context, otherNode, node.context, otherNode].map((context) =>
            consumeExchangeToken(context, answer.body.access_token, presented),
          ),
        )
        expect(races.filter((race) => race.status === 'fulfilled')).toHaveLength(1)
      }
      await otherNode.store.destroy()
    } finally {
      await node.close()
      await postgres.stop()
    }
  })
})
