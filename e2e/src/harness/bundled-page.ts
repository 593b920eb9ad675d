import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'
import { build } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))
const entry = '\0page'

/** Bundles a module of a page with the packages that it imports, as a host's build does. */
export const bundle = async (code: string): Promise<string> => {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Packages that lie elsewhere use the page's React, or it would have two.
    resolve: { dedupe: ['react', 'react-dom'] },
    plugins: [
      {
        name: 'page',
        resolveId: (id) => (id === 'page' ? entry : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
    ],
    build: { write: false, minify: false, rollupOptions: { input: 'page', output: { format: 'iife' } } },
  })
  const { output } = [built].flat()[0] as { output: readonly { type: string; code?: string }[] }
  return output.find(({ type }) => type === 'chunk')?.code ?? ''
}

/** A page of an origin that runs a script, and gets its access tokens from the test. */
export const openScriptPage = async (
  context: BrowserContext,
  { origin, head, token }: { readonly origin: string; readonly head: string; readonly token: () => Promise<string> },
): Promise<Page> => {
  const page = await context.newPage()
  page.setDefaultTimeout(90_000)
  await context.grantPermissions(['local-network-access'], { origin })
  await page.exposeFunction('supplyAccessToken', token)
  const style = '<style>#place, qlik-embed { display: block; height: 400px; width: 600px }</style>'
  const body = `<!doctype html><meta charset="utf-8">${style}${head}<body><div id="place"></div></body>`
  await page.route(`${origin}/bundled`, (route) => route.fulfill({ contentType: 'text/html', body }))
  await page.goto(`${origin}/bundled`)
  return page
}
