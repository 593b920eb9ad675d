import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openChromium } from './harness/chromium.js'

const demo = inject('demo')

/**
 * The control of the browser proof: shows that the browser blocks what the proof says it blocks. The tenant sets
 * no cookie for these pages. Cookies know no ports, so a server beside it on the same host is
 * the same third party to the browser, and sets one in its stead.
 */
describe('a cookie set by a neighbour on the tenant’s host, within a page of the portal', () => {
  let neighbour: Server

  beforeAll(async () => {
    neighbour = createServer((request, response) => {
      response.setHeader('Access-Control-Allow-Origin', demo.portalUrl)
      response.setHeader('Access-Control-Allow-Credentials', 'true')
      response.setHeader('Set-Cookie', 'control=1; Path=/; SameSite=None; Secure')
      response.end(request.headers.cookie ?? 'no cookie')
    }).listen(0, new URL(demo.tenantUrl).hostname)
    await once(neighbour, 'listening')
  })

  afterAll(() => neighbour.close())

  const secondRequestSends = async (thirdPartyCookies: 'blocked' | 'allowed'): Promise<string> => {
    const { port } = neighbour.address() as AddressInfo
    const { context, close } = await openChromium({ thirdPartyCookies, bypassCSP: true })
    try {
      const page = await context.newPage()
      await page.goto(`${demo.portalUrl}/sign-in`)
      return await page.evaluate(
        async (url) => {
          await fetch(url, { credentials: 'include' })
          return (await fetch(url, { credentials: 'include' })).text()
        },
        `http://${new URL(demo.tenantUrl).hostname}:${port}/`,
      )
    } finally {
      await close()
    }
  }

  it('is refused when third-party cookies are blocked', async () => {
    expect(await secondRequestSends('blocked')).toBe('no cookie')
  })

  it('is kept when they are allowed, so the refusal above is the blocking', async () => {
    expect(await secondRequestSends('allowed')).toBe('control=1')
  })
})
