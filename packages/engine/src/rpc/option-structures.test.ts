import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { optionStructures } from './option-structures.js'
import { publishedTypes } from './testing/published-methods.js'

const names = Object.keys(optionStructures)

const membersOf = async (name: string): Promise<readonly string[]> => {
  const body = new RegExp(`^(?:interface|type) ${name}(?:<.*?>)?(?: =)? \\{\\n([\\s\\S]*?)^\\}`, 'm')
  const declared = body.exec(await publishedTypes())?.[1] ?? ''
  return [...declared.matchAll(/^ {2}(q\w+)\??:/gm)].map(([, member = '']) => member)
}

it.each(names)('members of %s are all honoured, refused, or shown to change nothing', async (name) => {
  expect(Object.keys(optionStructures[name] ?? {}).sort()).toEqual([...(await membersOf(name))].sort())
})

it.each(names)('members of %s that are honoured or refused occur in the test that shows it', async (name) => {
  for (const [member, option] of Object.entries(optionStructures[name] ?? {})) {
    if (option.is !== 'honoured' && option.is !== 'refused') continue
    const text = await readFile(new URL(`../${option.test}`, import.meta.url), 'utf8')
    expect([member, option.test, new RegExp(`\\b${member}\\b`).test(text)]).toEqual([member, option.test, true])
  }
})

/** Structures that are values of others, or of definitions with a walk of their own. */
const elsewhere =
  /^(Nx(Group|Inline|Library|Attr|ListObject|AutoSort|MiniChart|Trendline|TreeDimension).*|HyperCubeDef|ListObjectDef|TreeDataDef|ExtensionListDef|MediaListDef|UndoInfoDef|StaticContentUrlDef|EmbeddedSnapshotDef|BNFDef|CondDef|InteractDef|LayoutExclude)$/

it('no definition of the published clients is in no table', async () => {
  const types = await publishedTypes()
  const definitions = [...types.matchAll(/^(?:interface|type) (\w+Def)(?:<.*?>)?(?: =)? \{/gm)].map(
    ([, name = '']) => name,
  )
  expect(definitions.filter((name) => !elsewhere.test(name) && !names.includes(name))).toEqual([])
})
