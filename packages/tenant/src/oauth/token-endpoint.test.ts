import { grantTypes } from '@understudy/contract'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Credentials, type StartedTenant, startTenant, wire } from '../testing/started-tenant.js'

let tenant: StartedTenant
let client: Credentials
let userId: string

beforeAll(async () => {
  tenant = await startTenant()
  client = await tenant.addClient()
  userId = await tenant.addUser({ subject: 'auth0|ann' })
})
afterAll(() => tenant.close())

const impersonation = (changes: object = {}) => ({
  grant_type: grantTypes.impersonation,
  ...wire(client),
  user_lookup: { field: 'userId', value: userId },
  ...changes,
})

const lastRecord = async (): Promise<Record<string, unknown>> => {
  const { record } = await tenant.dependencies.store
    .selectFrom('audit_journal')
    .select('record')
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow()
  return JSON.parse(record)
}

/** What a refusal must look like, whatever its reason. */
const expectRefusal = async (body: unknown, status: number, code: string, error: string): Promise<void> => {
  const answer = await tenant.requestToken(body)
  expect(answer.body).toMatchObject({
    errors: [{ code, title: expect.any(String), detail: expect.any(String), status: String(status) }],
    traceId: expect.stringMatching(/^[0-9a-f]{20,}$/),
    error,
    error_description: expect.any(String),
  })
  expect(answer.status).toBe(status)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.body).not.toHaveProperty('access_token')
  expect(await lastRecord()).toMatchObject({ event: 'oauth-token.refused', outcome: 'refused', errorCode: code })
}

describe('impersonation', () => {
  it('issues a token that any JOSE library verifies with the published keys', async () => {
    const answer = await tenant.requestToken(impersonation())
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.body).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      scope: 'user_default',
      expires_in: 21600,
      expires_at: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    const metadata = await (await fetch(`${tenant.url}/.well-known/oauth-authorization-server`)).json()
    const { payload, protectedHeader } = await jwtVerify(
      answer.body.access_token,
      createRemoteJWKSet(new URL(metadata.jwks_uri)),
      { issuer: metadata.issuer, audience: tenant.url, typ: 'at+jwt', algorithms: ['ES256'] },
    )
    expect(protectedHeader.kid).toEqual(expect.any(String))
    expect(payload).toEqual({
      iss: tenant.url,
      aud: tenant.url,
      sub: userId,
      subType: 'user',
      tenantId: tenant.context.tenant.id,
      userId,
      clientId: client.clientId,
      client_id: client.clientId,
      grantId: expect.any(String),
      scope: 'user_default',
      purpose: 'accessToken',
      allowedLocations: ['header'],
      act: { sub: client.clientId },
      jti: expect.any(String),
      iat: expect.any(Number),
      exp: (payload.iat ?? 0) + 21600,
      epochs: [0, 0],
    })
    expect(new Date(answer.body.expires_at).getTime()).toBe((payload.exp ?? 0) * 1000)
  })

  it('never puts personal data into the token', async () => {
    const person = await tenant.addUser({ subject: 'pat@example.com', name: 'Pat Example', email: 'pat@example.com' })
    const token = await tenant.userToken(person, client)
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
    expect(payload).not.toMatch(/pat|example/i)
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) })
  })

  it('finds the user by subject, and gives every token its own id', async () => {
    const bySubject = impersonation({ user_lookup: { field: 'subject', value: 'auth0|ann' } })
    const claims = await Promise.all(
      [bySubject, bySubject].map(async (body) => {
        const { access_token } = (await tenant.requestToken(body)).body
        return JSON.parse(Buffer.from(access_token.split('.')[1], 'base64url').toString())
      }),
    )
    expect(claims.map((each) => each.sub)).toEqual([userId, userId])
    expect(new Set(claims.map((each) => each.jti)).size).toBe(2)
  })

  it('is recorded with actor, subject, client, scopes, address and the id of the token', async () => {
    const token = await tenant.userToken(userId, client)
    const { jti } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    expect(await lastRecord()).toEqual({
      time: expect.any(String),
      event: 'oauth-token.issued',
      outcome: 'success',
      actor: { type: 'client', id: client.clientId },
      subject: userId,
      client: client.clientId,
      scopes: ['user_default'],
      grantType: grantTypes.impersonation,
      tokenId: jti,
      address: '127.0.0.1',
    })
  })

  it('takes a form body, and credentials by HTTP Basic', async () => {
    const form = await fetch(`${tenant.url}/oauth/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`,
      },
      body: new URLSearchParams({
        grant_type: grantTypes.impersonation,
        'user_lookup[field]': 'userId',
        'user_lookup[value]': userId,
      }),
    })
    expect(form.status).toBe(200)
  })

  describe('is refused', () => {
    it('for an unknown client and for a wrong secret, in the same words', async () => {
      const unknown = impersonation({ client_id: 'nobody' })
      const wrong = impersonation({ client_secret: `${client.clientSecret.slice(0, -1)}_` })
      await expectRefusal(unknown, 401, 'OAUTH-14', 'invalid_client')
      await expectRefusal(wrong, 401, 'OAUTH-14', 'invalid_client')
      const [first, second] = await Promise.all([tenant.requestToken(unknown), tenant.requestToken(wrong)])
      expect({ ...first.body, traceId: '' }).toEqual({ ...second.body, traceId: '' })
    })

    it('without a secret, with an empty one, and with that of another client', async () => {
      const other = await tenant.addClient()
      await expectRefusal(impersonation({ client_secret: undefined }), 401, 'OAUTH-14', 'invalid_client')
      await expectRefusal(impersonation({ client_secret: '' }), 400, 'OAUTH-INVALID-REQUEST', 'invalid_request')
      await expectRefusal(impersonation({ client_secret: other.clientSecret }), 401, 'OAUTH-14', 'invalid_client')
    })

    it('when the client does not authenticate by secret', async () => {
      const keyed = await tenant.addClient({ allowed_auth_methods: '["private_key_jwt"]' })
      await expectRefusal(impersonation(wire(keyed)), 401, 'OAUTH-14', 'invalid_client')
    })

    it.each(['spa', 'native'] as const)('for a public client (%s)', async (app_type) => {
      const open = await tenant.addClient({ app_type })
      await expectRefusal(impersonation(wire(open)), 403, 'OAUTH-CLIENT-NOT-CONFIDENTIAL', 'unauthorized_client')
    })

    it('when the client is not allowed the grant', async () => {
      const machine = await tenant.addClient({ allowed_grant_types: '["client_credentials"]' })
      await expectRefusal(impersonation(wire(machine)), 403, 'OAUTH-GRANT-NOT-ALLOWED', 'unauthorized_client')
    })

    it('when the tenant does not trust the client', async () => {
      const untrusted = await tenant.addClient({ consent_method: 'required' })
      await expectRefusal(impersonation(wire(untrusted)), 403, 'OAUTH-CONSENT-NOT-TRUSTED', 'unauthorized_client')
    })

    it('when the client is disabled', async () => {
      const disabled = await tenant.addClient({ disable_tag: 'suspended' })
      await expectRefusal(impersonation(wire(disabled)), 403, 'OAUTH-CLIENT-DISABLED', 'unauthorized_client')
    })

    it('for a user who does not exist, by id and by subject', async () => {
      for (const field of ['userId', 'subject']) {
        const nobody = impersonation({ user_lookup: { field, value: 'nobody' } })
        await expectRefusal(nobody, 400, 'OAUTH-USER-NOT-FOUND', 'invalid_grant')
      }
    })

    it('for a subject that differs in case', async () => {
      const cased = impersonation({ user_lookup: { field: 'subject', value: 'AUTH0|ANN' } })
      await expectRefusal(cased, 400, 'OAUTH-USER-NOT-FOUND', 'invalid_grant')
    })

    it.each(['invited', 'disabled', 'deleted', 'provisioned'] as const)('for a user who is %s', async (status) => {
      const inactive = await tenant.addUser({ status })
      const lookup = impersonation({ user_lookup: { field: 'userId', value: inactive } })
      await expectRefusal(lookup, 403, 'OAUTH-USER-NOT-ACTIVE', 'invalid_grant')
    })

    it('for a scope outside the list of the client', async () => {
      const narrow = await tenant.addClient({ allowed_scopes: '["apps:read"]' })
      const wider = impersonation({ ...wire(narrow), scope: 'apps:read apps' })
      await expectRefusal(wider, 400, 'OAUTH-INVALID-SCOPE', 'invalid_scope')
      await expectRefusal(impersonation({ scope: 'made-up' }), 400, 'OAUTH-INVALID-SCOPE', 'invalid_scope')
    })

    it('for a lookup by another field', async () => {
      const byEmail = impersonation({ user_lookup: { field: 'email', value: 'ann@example.com' } })
      await expectRefusal(byEmail, 400, 'OAUTH-INVALID-REQUEST', 'invalid_request')
    })

    it('with the claimed client and user in the record, and nothing secret', async () => {
      const body = impersonation({ client_secret: 'not-the-secret-of-this-client', scope: 'user_default' })
      await tenant.requestToken(body, { origin: tenant.url })
      const record = await lastRecord()
      expect(record).toMatchObject({
        client: client.clientId,
        subject: userId,
        scopes: ['user_default'],
        origin: tenant.url,
      })
      expect(JSON.stringify(record)).not.toContain('not-the-secret')
    })
  })
})

describe('scopes', () => {
  const scopeOf = async (credentials: Credentials, scope?: string): Promise<string> =>
    (await tenant.requestToken(impersonation({ ...wire(credentials), scope }))).body.scope

  it('are everything the client is allowed when none is asked for, except offline_access', async () => {
    const several = await tenant.addClient({ allowed_scopes: '["user_default","apps:read","offline_access"]' })
    expect(await scopeOf(several)).toBe('user_default apps:read')
    expect(await scopeOf(several, '')).toBe('user_default apps:read')
  })

  it('are those asked for, where a parent or bundle of the client covers them', async () => {
    const parent = await tenant.addClient({ allowed_scopes: '["apps","user_default"]' })
    expect(await scopeOf(parent, 'apps:read spaces.shared')).toBe('apps:read spaces.shared')
  })
})

describe('administrators', () => {
  const tenantAdmin = '64d0000000000000000000a1'
  const auditAdmin = '64d0000000000000000000a3'
  const everyone = '000000000000000000000001'
  const assign = async (user: string, role_id: string): Promise<void> => {
    const tenant_id = tenant.context.tenant.id
    await tenant.dependencies.store.insertInto('user_roles').values({ tenant_id, user_id: user, role_id }).execute()
  }
  const ask = (credentials: Credentials, user: string, scope?: string) =>
    impersonation({ ...wire(credentials), user_lookup: { field: 'userId', value: user }, scope })

  it.each([tenantAdmin, auditAdmin])('cannot be impersonated unless the client may (role %s)', async (role) => {
    const admin = await tenant.addUser()
    await assign(admin, role)
    await expectRefusal(ask(client, admin), 403, 'OAUTH-ADMIN-IMPERSONATION', 'unauthorized_client')
  })

  it('are recognised by a role that comes with a group', async () => {
    const { store } = tenant.dependencies
    const tenant_id = tenant.context.tenant.id
    const member = await tenant.addUser()
    const now = new Date().toISOString()
    await store
      .insertInto('groups')
      .values({
        tenant_id,
        id: 'operators',
        name: 'Operators',
        name_folded: 'operators',
        provider_type: 'custom',
        status: 'active',
        created_at: now,
        updated_at: now,
      })
      .execute()
    await store.insertInto('group_roles').values({ tenant_id, group_id: 'operators', role_id: auditAdmin }).execute()
    expect((await tenant.requestToken(ask(client, member))).status).toBe(200)
    await store.insertInto('user_groups').values({ tenant_id, user_id: member, group_id: 'operators' }).execute()
    await expectRefusal(ask(client, member), 403, 'OAUTH-ADMIN-IMPERSONATION', 'unauthorized_client')
  })

  it('are all users, when the group of everyone has such a role', async () => {
    const { store } = tenant.dependencies
    const tenant_id = tenant.context.tenant.id
    await store.insertInto('group_roles').values({ tenant_id, group_id: everyone, role_id: auditAdmin }).execute()
    try {
      await expectRefusal(ask(client, userId), 403, 'OAUTH-ADMIN-IMPERSONATION', 'unauthorized_client')
    } finally {
      await store.deleteFrom('group_roles').where('group_id', '=', everyone).execute()
    }
  })

  it('lend no admin scope to a client that may not impersonate them, nor to a user who is none', async () => {
    const broad = await tenant.addClient({ allowed_scopes: '["user_default","admin_classic"]' })
    expect((await tenant.requestToken(ask(broad, userId))).body.scope).toBe('user_default')
    await expectRefusal(ask(broad, userId, 'admin.users'), 400, 'OAUTH-ADMIN-SCOPE', 'invalid_scope')

    const allowed = await tenant.addClient({
      allowed_scopes: '["user_default","admin_classic"]',
      may_impersonate_admins: 1,
    })
    await expectRefusal(ask(allowed, userId, 'admin_classic'), 400, 'OAUTH-ADMIN-SCOPE', 'invalid_scope')
    expect((await tenant.requestToken(ask(allowed, userId))).body.scope).toBe('user_default')
  })

  it('lend their admin scopes to a client that may impersonate them', async () => {
    const admin = await tenant.addUser()
    await assign(admin, tenantAdmin)
    const allowed = await tenant.addClient({
      allowed_scopes: '["user_default","admin_classic"]',
      may_impersonate_admins: 1,
    })
    expect((await tenant.requestToken(ask(allowed, admin, 'admin.users'))).body.scope).toBe('admin.users')
  })

  it('of one kind lend no admin scopes at all', async () => {
    const auditor = await tenant.addUser()
    await assign(auditor, auditAdmin)
    const allowed = await tenant.addClient({
      allowed_scopes: '["user_default","admin_classic"]',
      may_impersonate_admins: 1,
    })
    await expectRefusal(ask(allowed, auditor, 'admin.users'), 400, 'OAUTH-ADMIN-SCOPE', 'invalid_scope')
  })
})

describe('client_credentials', () => {
  const ask = (credentials: Credentials) => ({ grant_type: grantTypes.clientCredentials, ...wire(credentials) })

  it('makes one bot user, however many first requests race', async () => {
    const machine = await tenant.addClient({ name: 'Night job' })
    const answers = await Promise.all(Array.from({ length: 12 }, () => tenant.requestToken(ask(machine))))
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200))
    const bots = await tenant.dependencies.store
      .selectFrom('users')
      .select(['id', 'subject', 'name', 'status'])
      .where('client_id', '=', machine.clientId)
      .execute()
    expect(bots).toEqual([
      { id: expect.any(String), subject: `qlikbot\\${machine.clientId}`, name: 'Night job', status: 'active' },
    ])
    const claims = JSON.parse(Buffer.from(answers[0]?.body.access_token.split('.')[1], 'base64url').toString())
    expect(claims).toMatchObject({ sub: bots[0]?.id, clientId: machine.clientId })
    expect(claims).not.toHaveProperty('act')
  })

  it('records the bot user that it makes', async () => {
    const machine = await tenant.addClient()
    await tenant.requestToken(ask(machine))
    const records = await tenant.dependencies.store.selectFrom('audit_journal').select('record').execute()
    const created = records
      .map(({ record }) => JSON.parse(record))
      .filter((record) => record.event === 'user.created' && record.client === machine.clientId)
    expect(created).toHaveLength(1)
  })

  it('is refused for a wrong secret, an untrusted, disabled or public client, and without the grant', async () => {
    const refusals = [
      [{}, 'OAUTH-14', { client_secret: 'wrong' }],
      [{ app_type: 'spa' }, 'OAUTH-CLIENT-NOT-CONFIDENTIAL', {}],
      [{ allowed_grant_types: '[]' }, 'OAUTH-GRANT-NOT-ALLOWED', {}],
      [{ consent_method: 'required' }, 'OAUTH-CONSENT-NOT-TRUSTED', {}],
      [{ disable_tag: 'off' }, 'OAUTH-CLIENT-DISABLED', {}],
    ] as const
    for (const [changes, code, override] of refusals) {
      const machine = await tenant.addClient(changes)
      const answer = await tenant.requestToken({ ...ask(machine), ...override })
      expect(answer.body.errors[0].code).toBe(code)
    }
  })

  it('is refused when the bot user was disabled, or is a user made by hand', async () => {
    const machine = await tenant.addClient()
    await tenant.requestToken(ask(machine))
    await tenant.dependencies.store
      .updateTable('users')
      .set({ status: 'disabled' })
      .where('client_id', '=', machine.clientId)
      .execute()
    await expectRefusal(ask(machine), 403, 'OAUTH-USER-NOT-ACTIVE', 'invalid_grant')

    const squatted = await tenant.addClient()
    await tenant.addUser({ subject: `qlikbot\\${squatted.clientId}` })
    await expectRefusal(ask(squatted), 403, 'OAUTH-USER-NOT-ACTIVE', 'invalid_grant')
  })
})

describe('the endpoint refuses', () => {
  it('other grants, missing and repeated parameters', async () => {
    await expectRefusal({ grant_type: 'password' }, 400, 'OAUTH-UNSUPPORTED-GRANT', 'unsupported_grant_type')
    await expectRefusal({ grant_type: '__proto__' }, 400, 'OAUTH-UNSUPPORTED-GRANT', 'unsupported_grant_type')
    await expectRefusal({}, 400, 'OAUTH-INVALID-REQUEST', 'invalid_request')
    await expectRefusal([], 400, 'OAUTH-INVALID-REQUEST', 'invalid_request')
    await expectRefusal(impersonation({ client_id: ['a', 'b'] }), 400, 'OAUTH-INVALID-REQUEST', 'invalid_request')
    await expectRefusal(impersonation({ user_lookup: undefined }), 400, 'OAUTH-INVALID-REQUEST', 'invalid_request')
  })

  it('credentials in the header and in the body at once', async () => {
    const basic = `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`
    const answer = await tenant.requestToken(impersonation(), { authorization: basic })
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request'])
  })

  it('bodies that cannot be read, with a record each', async () => {
    for (const [contentType, body] of [
      ['application/json', '{'],
      ['text/xml', '<a/>'],
      ['application/json', JSON.stringify({ filler: 'x'.repeat(600_000) })],
    ] as const) {
      const response = await fetch(`${tenant.url}/oauth/token`, {
        method: 'POST',
        headers: { 'content-type': contentType },
        body,
      })
      expect(response.status).toBeGreaterThanOrEqual(400)
      const answer = await response.json()
      expect(answer).toMatchObject({ error: expect.any(String), errors: [{ code: expect.any(String) }] })
      expect(await lastRecord()).toMatchObject({ outcome: 'refused', errorCode: answer.errors[0].code })
    }
  })

  it('to answer at all when the refusal cannot be recorded', async () => {
    const broken = await startTenant()
    try {
      const other = await broken.addClient()
      await broken.dependencies.store.schema.dropTable('audit_journal').execute()
      for (const body of [{ grant_type: 'password' }, { grant_type: grantTypes.clientCredentials, ...wire(other) }]) {
        const answer = await broken.requestToken(body)
        expect(answer.status).toBe(500)
        expect(answer.body).toMatchObject({ errors: [{ code: 'HTTP-INTERNAL' }], error: 'server_error' })
        expect(JSON.stringify(answer.body)).not.toMatch(/audit_journal|sqlite|at /i)
      }
    } finally {
      await broken.close()
    }
  })
})
