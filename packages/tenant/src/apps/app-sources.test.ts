import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AppDefinition } from '@understudy/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operatorsSource, resolveSources, type SourcePlaces } from './app-sources.js'

let root: string
let folder: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'understudy-sources-'))
  folder = join(root, 'apps', 'mine')
  await mkdir(join(folder, 'data'), { recursive: true })
  await mkdir(join(root, 'node_modules', '@scope', 'pkg', 'data'), { recursive: true })
  await writeFile(join(folder, 'data', 'a.csv'), 'a')
  await writeFile(join(folder, 'secret.csv'), 's')
  await writeFile(join(root, 'node_modules', '@scope', 'pkg', 'data', 'b.csv'), 'b')
  await writeFile(join(root, 'node_modules', 'outside.csv'), 'o')
})
afterAll(() => rm(root, { recursive: true, force: true }))

const resolved = (source: string) => resolveSources(folder, { sources: { it: source } } as unknown as AppDefinition).it

describe('sources of an app', () => {
  it('are files below data/, or of a package installed beside or above the app folder', () => {
    expect(resolved('data/a.csv')).toBe(join(folder, 'data', 'a.csv'))
    expect(resolved('npm:@scope/pkg/data/b.csv')).toBe(join(root, 'node_modules', '@scope', 'pkg', 'data', 'b.csv'))
  })

  it.each([
    'data/missing.csv',
    'secret.csv',
    'data/../secret.csv',
    '/etc/passwd',
    'npm:@scope/pkg/../../outside.csv',
    'npm:@scope/pkg/missing.csv',
    'npm:not-installed-anywhere/x.csv',
    'npm:',
    'npm:../x',
  ])('are not %s', (source) => {
    expect(() => resolved(source)).toThrow(expect.objectContaining({ code: 'APP-SOURCE' }))
  })
})

describe('a source that is a query', () => {
  const sources = { orders: { connection: 'erp', query: 'SELECT 1' } }
  const definition = { sources } as unknown as AppDefinition
  const places = (packages: boolean, names: readonly string[]): SourcePlaces => ({
    packages,
    connections: new Map(names.map((name) => [name, `postgresql://reader@127.0.0.1/${name}`])),
    spaceFiles: new Map(),
  })
  const failure = (of: SourcePlaces) => {
    try {
      return resolveSources(folder, definition, of)
    } catch (error) {
      return error
    }
  }

  it('is read over a connection of the tenant', () => {
    expect(failure(places(true, ['erp']))).toEqual({ orders: { open: expect.any(Function) } })
    expect(failure(places(true, ['erq']))).toMatchObject({
      code: 'APP-SOURCE',
      detail: '"orders": the tenant has no connection "erp". Did you mean "erq"?',
    })
  })

  it('is none of an app that a user made', () => {
    expect(failure(places(false, ['erp']))).toMatchObject({
      code: 'APP-SOURCE',
      detail: '"orders": only apps in folders of the operator read databases.',
    })
    expect(operatorsSource(definition)).toBe('connection:erp')
    expect(operatorsSource({ sources: { a: 'data/a.csv', b: { file: 'npm:x/b.xlsx', sheet: 's' } } })).toBe(
      'npm:x/b.xlsx',
    )
    expect(operatorsSource({ sources: { a: 'data/a.csv', b: { file: 'space:b.xlsx', sheet: 's' } } })).toBeUndefined()
  })
})
