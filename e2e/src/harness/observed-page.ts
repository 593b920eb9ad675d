import type { BrowserContext, Page, Response } from 'playwright-core'

/** A page and everything about it that must stay clean. */
export interface ObservedPage {
  readonly page: Page
  /** Origins of all requests and WebSockets so far, WebSockets as http. */
  readonly origins: ReadonlySet<string>
  /** Console errors, uncaught exceptions and failed loads so far. */
  readonly errors: readonly string[]
  /** Origins whose responses so far carried `Set-Cookie`, kept by the browser or not. */
  readonly cookieSetters: () => Promise<readonly string[]>
}

/** Generous: the machine may be busy with other things than this browser. */
const PATIENCE_MS = 90_000

export const openObservedPage = async (context: BrowserContext): Promise<ObservedPage> => {
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  const origins = new Set<string>()
  const errors: string[] = []
  const responses: Response[] = []
  const visit = (url: string) => {
    if (/^(https?|wss?):/.test(url)) origins.add(new URL(url.replace(/^ws/, 'http')).origin)
  }
  page.on('request', (request) => visit(request.url()))
  page.on('response', (response) => responses.push(response))
  page.on('websocket', (socket) => visit(socket.url()))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  return { page, origins, errors, cookieSetters: () => settersAmong(responses) }
}

const settersAmong = async (responses: readonly Response[]): Promise<readonly string[]> => {
  const setters = new Set<string>()
  for (const response of responses)
    if ((await response.headerValue('set-cookie')) !== null) setters.add(new URL(response.url()).origin)
  return [...setters]
}
