import { readdir, readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import type { StructureName } from './property.js'
import { structures, structureWithin } from './structures.js'

const source = new URL('../../', import.meta.url)

/** Members of the structures of QIX, as the published client declares them. */
let published: ReadonlyMap<string, readonly string[]>
beforeAll(async () => {
  const chunks = new URL('../../../node_modules/@qlik/api/chunks/', source)
  const [file = ''] = (await readdir(chunks)).filter((name) => /^qix-.*\.d\.ts$/.test(name))
  const text = await readFile(new URL(file, chunks), 'utf8')
  const types = text.matchAll(/^(?:interface|type) (\w+)(?: =)? \{\n([\s\S]*?)^\}/gm)
  published = new Map(
    [...types].map(([, name = '', body = '']) => [
      name,
      [...body.matchAll(/^ {2}(q\w+)\??:/gm)].map(([, member = '']) => member),
    ]),
  )
})

const names = Object.keys(structures) as StructureName[]

describe('properties of definitions', () => {
  it.each(names)('of %s are all honoured, told, or shown to change nothing', (name) => {
    const members = published.get(name) ?? []
    expect(members.length).toBeGreaterThan(0)
    expect(members.filter((member) => !structures[name][member])).toEqual([])
    expect(Object.keys(structures[name]).filter((member) => !members.includes(member))).toEqual([])
  })

  it('of a measure are sorted by the same criteria as those of a dimension', () => {
    expect(Object.keys(structureWithin('NxMeasure', 'SortCriteria')).sort()).toEqual(
      Object.keys(structures.SortCriteria).sort(),
    )
  })

  it('that hold structures hold those that are published', async () => {
    for (const [name, members] of Object.entries(structures))
      for (const [member, property] of Object.entries(members))
        if (property.is === 'structure')
          expect([name, member, published.has(property.of)]).toEqual([name, member, true])
  })

  it('that are honoured occur in the test that shows it', async () => {
    const missing: string[] = []
    for (const [name, members] of Object.entries(structures))
      for (const [member, property] of Object.entries(members)) {
        if (property.is !== 'honoured') continue
        const text = await readFile(new URL(property.test, source), 'utf8')
        if (!new RegExp(`\\b${member}\\b`).test(text)) missing.push(`${name}.${member} in ${property.test}`)
      }
    expect(missing).toEqual([])
  })
})
