import { expect, inject, it } from 'vitest'

const demo = inject('demo')

/** What a browser keeps between requests. */
const openSignIn = async () => {
  const response = await fetch(`${demo.portalUrl}/sign-in`)
  const cookie = response.headers.getSetCookie()[0] ?? ''
  const csrfToken = /name="_csrf" value="([^"]+)"/.exec(await response.text())?.[1] ?? ''
  return { cookie, csrfToken }
}

const post = (path: string, cookie: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${demo.portalUrl}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookie.split(';')[0] ?? '', ...headers },
    body: new URLSearchParams(fields),
  })

const credentialsOf = (user: string) => {
  const person = demo.people.find((candidate) => candidate.user === user)
  return { userName: user, password: person?.password ?? '' }
}

const signedIn = async (user: string) => {
  const { cookie, csrfToken } = await openSignIn()
  const response = await post('/sign-in', cookie, { _csrf: csrfToken, ...credentialsOf(user) })
  const session = response.headers.getSetCookie()[0] ?? ''
  const page = await fetch(demo.portalUrl, { headers: { cookie: session.split(';')[0] ?? '' } })
  const token = /name="csrf-token" content="([^"]+)"/.exec(await page.text())?.[1] ?? ''
  return { planted: cookie, session, csrfToken: token }
}

it('keeps its session in a cookie that scripts and other sites cannot use, new at each sign-in', async () => {
  const { planted, session } = await signedIn('dana')
  expect(session).toMatch(/; HttpOnly/)
  expect(session).toMatch(/; SameSite=Lax/)
  expect(session.split(';')[0]).not.toBe(planted.split(';')[0])
})

it('gives a token only to a signed-in session', async () => {
  const { cookie, csrfToken } = await openSignIn()
  const response = await post('/access-token', cookie, {}, { 'x-csrf-token': csrfToken })
  expect(response.status).toBe(401)
})

it('gives a token only to a page of its own', async () => {
  const { session, csrfToken } = await signedIn('dana')
  expect((await post('/access-token', session, {})).status).toBe(403)
  expect((await post('/access-token', session, {}, { 'x-csrf-token': `${csrfToken.slice(1)}x` })).status).toBe(403)

  const response = await post('/access-token', session, {}, { 'x-csrf-token': csrfToken })
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect((await response.text()).split('.')).toHaveLength(3)
})

it('asks for the rights of an ordinary user, in the name of the signed-in person', async () => {
  const { session, csrfToken } = await signedIn('priya')
  const token = await (await post('/access-token', session, { userName: 'dana' }, { 'x-csrf-token': csrfToken })).text()
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  expect(claims.scope).toBe('user_default')
  const me = await fetch(`${demo.tenantUrl}/api/v1/users/me`, { headers: { authorization: `Bearer ${token}` } })
  expect(await me.json()).toMatchObject({ subject: 'altimeter|priya' })
})

it('refuses a wrong password, an unknown person and a form of another session', async () => {
  const { cookie, csrfToken } = await openSignIn()
  const credentials = credentialsOf('dana')
  const status = async (fields: Record<string, string>) => (await post('/sign-in', cookie, fields)).status
  expect(await status({ ...credentials, _csrf: csrfToken, password: 'guess' })).toBe(401)
  expect(await status({ ...credentials, _csrf: csrfToken, userName: 'nobody' })).toBe(401)
  expect(await status({ ...credentials, _csrf: (await openSignIn()).csrfToken })).toBe(403)
})

it('makes one tenant user of many sign-ins at the same moment', async () => {
  const sessions = await Promise.all(Array.from({ length: 6 }, () => signedIn('leo')))
  const subjects = await Promise.all(
    sessions.map(async ({ session, csrfToken }) => {
      const token = await (await post('/access-token', session, {}, { 'x-csrf-token': csrfToken })).text()
      return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub
    }),
  )
  expect(new Set(subjects).size).toBe(1)
})

it('lets its pages talk to the tenant and to nobody else', async () => {
  const policy = (await fetch(`${demo.portalUrl}/sign-in`)).headers.get('content-security-policy') ?? ''
  const origins = new Set(policy.match(/\b(?:https?|wss?):\/\/[^\s;]+/g))
  expect([...origins].sort()).toEqual([demo.tenantUrl, demo.tenantUrl.replace(/^http/, 'ws')].sort())
  expect(policy).toContain(`default-src 'none'`)
  expect(policy).toMatch(/script-src 'self' http:\/\/[^\s;]+;/)
})
