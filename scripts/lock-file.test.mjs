import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import semver from 'semver'
import { describe, expect, it } from 'vitest'
import { root } from './steps/root.mjs'

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const entries = Object.entries(packages).map(([path, entry]) => ({
  ...entry,
  path,
  name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
}))
const installed = entries.filter(({ path, link }) => path.includes('node_modules/') && !link)
const named = (name) => entries.filter((entry) => entry.name === name)

/** The packages that bring compiled code, each with what it publishes for a platform. */
const withBindings = installed.filter(({ optionalDependencies = {} }) =>
  Object.keys(optionalDependencies).some((name) => /(linux|darwin)-(x64|arm64)/.test(name)),
)

const platforms = [
  { os: 'linux', cpu: 'x64', libc: 'glibc' },
  { os: 'linux', cpu: 'x64', libc: 'musl' },
  { os: 'linux', cpu: 'arm64', libc: 'glibc' },
  { os: 'linux', cpu: 'arm64', libc: 'musl' },
  { os: 'darwin', cpu: 'x64' },
  { os: 'darwin', cpu: 'arm64' },
]

const admits = (allowed, value) => allowed === undefined || value === undefined || allowed.includes(value)
const isFor =
  ({ os, cpu, libc }) =>
  (entry) =>
    entry.os?.includes(os) && entry.cpu?.includes(cpu) && admits(entry.libc, libc)

describe('the lock file', () => {
  it('knows the packages with compiled code', () => {
    expect(withBindings.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        '@biomejs/biome',
        '@duckdb/node-bindings',
        '@node-rs/argon2',
        'libsql',
        'lightningcss',
        'rolldown',
        'typescript',
      ]),
    )
  })

  it.each(withBindings)('has every optional package of $name, in its version', ({ optionalDependencies }) => {
    for (const [name, range] of Object.entries(optionalDependencies)) {
      const versions = named(name).map(({ version }) => version)
      expect(versions, name).not.toEqual([])
      expect(
        versions.some((version) => semver.satisfies(version, range, { includePrerelease: true })),
        name,
      ).toBe(true)
    }
  })

  it.each(
    withBindings.flatMap(({ name, optionalDependencies }) =>
      platforms.map((platform) => ({ ...platform, name, optionalDependencies })),
    ),
  )('has $name for $os $cpu $libc', ({ optionalDependencies, ...platform }) => {
    const bindings = Object.keys(optionalDependencies).flatMap(named)
    expect(bindings.filter(isFor(platform)).map(({ name }) => name)).not.toEqual([])
  })

  it('names no address to download from, so that any registry serves it', () => {
    expect(installed.filter(({ resolved }) => resolved !== undefined).map(({ path }) => path)).toEqual([])
    expect(installed.filter(({ integrity }) => !integrity?.startsWith('sha512-')).map(({ path }) => path)).toEqual([])
  })

  it.each(['20.19.0', '22.13.0', '24.0.0'])('holds nothing that Node %s cannot run', (version) => {
    expect(semver.satisfies(version, engines.node)).toBe(true)
    const refusing = installed.filter(
      (entry) => !entry.optional && entry.engines?.node && !semver.satisfies(version, entry.engines.node),
    )
    expect(refusing.map(({ path, engines: { node } }) => `${path} needs Node ${node}`)).toEqual([])
  })
})
