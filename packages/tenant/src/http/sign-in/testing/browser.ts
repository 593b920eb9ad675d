import { expect } from 'vitest'

/** A page as a browser got it. */
export interface VisitedPage {
  readonly url: string
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Where a redirect or a page that continues by itself leads. */
  readonly location: string | undefined
}

/** As much of a browser as the sign-in pages need: cookies, forms without script, redirects that a test follows itself. */
export interface TestBrowser {
  readonly cookies: Map<string, string>
  readonly visit: (path: string, headers?: Readonly<Record<string, string>>) => Promise<VisitedPage>
  /** Goes where redirects lead, until a page says no more or an address of another kind is reached. */
  readonly follow: (page: VisitedPage) => Promise<VisitedPage>
  /** Sends the only form of a page, with what it holds already and these values. */
  readonly submit: (
    page: VisitedPage,
    values: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<VisitedPage>
}

/** Opens a browser with no cookies. It fails the test when an answer that sets some could be kept for somebody else. */
export const openBrowser = (tenant: { readonly url: string }): TestBrowser => {
  const cookies = new Map<string, string>()

  const send = async (path: string, init: RequestInit): Promise<VisitedPage> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(path, tenant.url), {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie !== '' && { cookie }), ...init.headers },
    })
    const lines = response.headers.getSetCookie()
    if (lines.length > 0) expect(response.headers.get('cache-control')).toBe('no-store')
    for (const line of lines) keep(cookies, line)
    const text = await response.text()
    const refresh = /http-equiv="refresh" content="0;url=([^"]*)"/.exec(text)?.[1]
    const location = response.headers.get('location') ?? (refresh && unescaped(refresh))
    return { url: response.url, status: response.status, headers: response.headers, text, location }
  }

  const visit = (path: string, headers = {}): Promise<VisitedPage> => send(path, { headers })

  return {
    cookies,
    visit,
    follow: async (page) => {
      let current = page
      for (let step = 0; current.location !== undefined && step < 20; step++) {
        current = await visit(new URL(current.location, current.url).href)
      }
      return current
    },
    submit: (page, values, headers = {}) => {
      const [, action = ''] = /<form method="post" action="([^"]*)"/.exec(page.text) ?? []
      const body = new URLSearchParams({ ...hiddenValues(page.text), ...values })
      return send(action, { method: 'POST', body, headers })
    },
  }
}

const keep = (cookies: Map<string, string>, line: string): void => {
  const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(line) ?? []
  if (/; Max-Age=0/.test(line)) cookies.delete(name)
  else cookies.set(name, value)
}

const hiddenValues = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
      name,
      unescaped(value),
    ]),
  )

const unescaped = (text: string): string =>
  text.replace(/&#(\d+);/g, (_match, code: string) => String.fromCharCode(Number(code)))
