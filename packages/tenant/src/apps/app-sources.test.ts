import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AppDefinition } from '@understudy/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveSources } from './app-sources.js'

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
