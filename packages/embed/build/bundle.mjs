import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { build } from 'vite'
import { noCodeFromText } from './no-code-from-text.mjs'
import { renderNotices } from './notices.mjs'
import { findQlikApiChunks } from './qlik-api-chunks.mjs'

/** Module name of the embedding contract to its source. */
const modules = {
  'embed-vanilla@v1': 'src/modules/embed-vanilla.ts',
  'initial-app-state@v1': 'src/modules/initial-app-state.ts',
  'auth@v1': 'src/modules/auth.ts',
  'qix@v1': 'src/modules/qix.ts',
  'invoke-fetch@v1': 'src/modules/invoke-fetch.ts',
  'oauth-callback@v1': 'src/modules/oauth-callback.ts',
  'classic-page': 'src/modules/classic-page.ts',
}

const require = createRequire(import.meta.url)

const shared = (root) => ({
  root,
  configFile: false,
  logLevel: 'warn',
  // @qlik/api asks for 'ws' in Node only; the browser has its own WebSocket.
  resolve: {
    conditions: ['understudy-source'],
    alias: [
      { find: /^@nebula\.js\/stardust$/, replacement: require.resolve('@nebula.js/stardust/dist/stardust.js') },
      { find: /^ws$/, replacement: `${root}build/no-node-websocket.mjs` },
      ...Object.entries(findQlikApiChunks(`${root}package.json`)).map(([module, path]) => ({
        find: `#qlik-api/${module}`,
        replacement: path,
      })),
    ],
  },
})

/**
 * Lets the code of `@qlik/api` send its requests through the runtime, which proves the keys of tokens (RFC 9449): the
 * import takes the place of the browser's `fetch` in each of its files.
 */
const proveKeysOfTokens = (root) => ({
  name: 'prove-keys-of-tokens',
  transform(code, id) {
    if (!/@qlik\/api\/.*\.js$/.test(id) || !/\bfetch\(/.test(code)) return null
    const source = JSON.stringify(`${root}src/dpop/tenant-fetch.ts`)
    return { code: `import { tenantFetch as fetch } from ${source};${code}`, map: null }
  },
})

const output = (root) => ({
  outDir: `${root}dist/assets`,
  emptyOutDir: false,
  target: 'es2022',
  modulePreload: false,
  reportCompressedSize: false,
  chunkSizeWarningLimit: 5000,
})

/**
 * Bundles the runtime modules into hashed ES chunks, and writes the notices of the packages that went into them.
 *
 * @param {string} root folder of the package, with a trailing slash
 * @returns {Promise<Record<string, string>>} module name to chunk path below dist/assets
 */
export async function bundleModules(root) {
  const { output: chunks } = await build({
    ...shared(root),
    plugins: [proveKeysOfTokens(root), noCodeFromText()],
    // Chunks find each other relative to themselves, wherever the tenant is mounted.
    base: './',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      ...output(root),
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(modules).map(([name, path]) => [name.replace('@', '-'), root + path])),
        preserveEntrySignatures: 'strict',
        output: {
          format: 'es',
          entryFileNames: 'chunks/[name].[hash].js',
          chunkFileNames: 'chunks/[name].[hash].js',
        },
      },
    },
  })
  const bundled = chunks.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []))
  await writeFile(`${root}dist/assets/THIRD-PARTY-NOTICES.txt`, await renderNotices(bundled))
  return Object.fromEntries(
    Object.keys(modules).map((name) => {
      const chunk = chunks.find((each) => each.type === 'chunk' && each.isEntry && each.name === name.replace('@', '-'))
      if (chunk === undefined) throw new Error(`no chunk was made for ${name}`)
      return [name, chunk.fileName]
    }),
  )
}

/**
 * Bundles main.js, the classic script that knows the names of the entry chunks, and the page of the classic frames.
 *
 * @param {string} root folder of the package, with a trailing slash
 * @param {Record<string, string>} entries as returned by {@link bundleModules}
 */
export async function bundleLoader(root, entries) {
  const { 'classic-page': classicPage, ...modulePaths } = entries
  await build({
    ...shared(root),
    define: { MODULE_PATHS: JSON.stringify(modulePaths) },
    build: {
      ...output(root),
      rolldownOptions: {
        input: { main: `${root}src/loader/main.ts` },
        output: { format: 'iife', entryFileNames: '[name].js' },
      },
    },
  })
  const page = await readFile(`${root}src/classic/classic.html`, 'utf8')
  await writeFile(`${root}dist/assets/classic.html`, page.replace('%CLASSIC_PAGE%', `./${classicPage}`))
  await copyFile(`${root}src/classic/classic.css`, `${root}dist/assets/classic.css`)
}
