import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext } from 'playwright-core'
import { expect } from 'vitest'

const require = createRequire(import.meta.url)
const examples = fileURLToPath(new URL('../../../examples', import.meta.url))

/** A host application of `examples/` that runs. */
export interface ExampleHost {
  readonly origin: string
  readonly stop: () => Promise<void>
}

/** Starts a host application as its page says: with what `npm start` prints in its environment. */
export const startExample = async (
  folder: string,
  command: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
): Promise<ExampleHost> => {
  const [program, ...args] = command
  const host = spawn(program, args, {
    cwd: join(examples, folder),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const origin = `http://localhost:${env.PORT}`
  await expect.poll(() => answers(origin)).toBe(true)
  return {
    origin,
    stop: async () => {
      host.kill()
      if (host.exitCode === null && host.signalCode === null) await once(host, 'exit')
    },
  }
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  )

const mediaTypes: Readonly<Record<string, string>> = { js: 'text/javascript', json: 'application/json' }

/** Answers for the public CDNs with the files of the packages as they were published. */
export const answerForCdns = async (context: BrowserContext): Promise<void> => {
  await context.route(/^https:\/\/(cdn\.jsdelivr\.net\/npm|unpkg\.com)\//, (route) => {
    const path = new URL(route.request().url()).pathname.replace(/^\/npm\//, '/').slice(1)
    const [, name = '', , file = ''] = /^((?:@[^/]+\/)?[^@/]+)@([^/]+)\/(.+)$/.exec(path) ?? []
    return route.fulfill({
      contentType: mediaTypes[file.split('.').at(-1) ?? ''] ?? 'text/plain',
      headers: { 'access-control-allow-origin': '*' },
      body: readFileSync(join(packageFolder(name), ...file.split('/')), 'utf8'),
    })
  })
}

/** Where a package is installed, whatever it exports. */
const packageFolder = (name: string): string => {
  const paths = require.resolve.paths(name) ?? []
  const folder = paths.map((path) => join(path, ...name.split('/'))).find((path) => hasManifest(path))
  if (folder === undefined) throw new Error(`${name} is not installed beside ${dirname(examples)}${sep}`)
  return folder
}

const hasManifest = (folder: string): boolean => {
  try {
    readFileSync(join(folder, 'package.json'))
    return true
  } catch {
    return false
  }
}
