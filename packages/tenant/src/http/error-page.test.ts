import { createHash } from 'node:crypto'
import { get } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'

let tenant: StartedTenant
beforeAll(async () => {
  tenant = await startTenant({ tenants: [{ name: 'Fish & <Chips>' }] })
})
afterAll(() => tenant?.close())

const open = (path: string, accept: string) => fetch(tenant.url + path, { headers: { accept } })

test('a browser that goes astray is shown a page that says what to do', async () => {
  const answer = await open('/nowhere', 'text/html,application/xhtml+xml')
  const page = await answer.text()
  expect(answer.status).toBe(404)
  expect(page).toContain('REST-NOT-FOUND')
  expect(page).toContain('<h2>How to solve it</h2>')
  expect(page).toContain('Fish &#38; &#60;Chips&#62;')
  expect(page).not.toContain('<Chips>')
})

test('a page runs no script, is framed by nobody, and its style is allowed by its hash', async () => {
  const answer = await open('/nowhere', 'text/html')
  const [, style = ''] = /<style>(.*)<\/style>/s.exec(await answer.text()) ?? []
  const policy = answer.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`)
  expect(policy).not.toContain('script-src')
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'same-origin',
  })
})

test('nothing of the address becomes markup', async () => {
  const page = await new Promise<string>((resolve, reject) => {
    // As it is: fetch would encode it.
    const options = { path: '/<img src=x>"\'<script>'.replace(' ', '%20'), headers: { accept: 'text/html' } }
    get(tenant.url, options, (response) => text(response).then(resolve, reject)).on('error', reject)
  })
  expect(page).toContain('&#60;img')
  expect(page).not.toMatch(/<img|<script/)
})

test('programs get the envelope, also where they take any type', async () => {
  for (const [path, accept] of [
    ['/nowhere', '*/*'],
    ['/api/v1/nowhere', 'text/html'],
  ] as const) {
    const answer = await open(path, accept)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ errors: [{ code: 'REST-NOT-FOUND' }] })
  }
})
