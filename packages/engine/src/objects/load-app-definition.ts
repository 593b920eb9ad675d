import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deepestJson, isTooDeep, isWellFormedText, UnderstudyError } from '@understudy/contract'
import { arrayOf, isJsonObject, type Json, type JsonObject, objectOf, textOf } from '../json.js'
import type { AppDefinition, AppSource, PropertyTree, SectionAccessDemand } from './app-definition.js'
import { isSessionAppId } from './session-app-id.js'

const invalid = (file: string, problem: string, cause?: unknown): UnderstudyError =>
  new UnderstudyError('APP-FOLDER', `${file}: ${problem}`, { cause })

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

const readJson = async (folder: string, file: string): Promise<Json | undefined> => {
  try {
    const text = await readFile(join(folder, file), 'utf8')
    if (isTooDeep(text)) throw invalid(file, `is nested more than ${deepestJson} levels deep`)
    return JSON.parse(text) as Json
  } catch (error) {
    if (isMissing(error)) return undefined
    if (error instanceof UnderstudyError) throw error
    throw invalid(file, 'is not readable JSON', error)
  }
}

/** Characters of what every list of apps shows. */
const longest = { name: 256, description: 4096 } as const

const refuseUnshowable = (member: keyof typeof longest, text: string): string => {
  if (text.length > longest[member])
    throw invalid('app.json', `the ${member} has more than ${longest[member]} characters`)
  if (text.includes('\0') || !isWellFormedText(text))
    throw invalid('app.json', `the ${member} holds a NUL character or half of a surrogate pair`)
  return text
}

const withId = (file: string, value: Json): JsonObject => {
  if (isJsonObject(value) && textOf(objectOf(value.qInfo).qId) !== '') return value
  throw invalid(file, 'every entry needs qInfo with a qId')
}

const readEntries = async (folder: string, file: string): Promise<readonly JsonObject[]> => {
  const content = await readJson(folder, file)
  if (content === undefined) return []
  if (!Array.isArray(content)) throw invalid(file, 'must be an array')
  return content.map((entry) => withId(file, entry))
}

const treeOf = (file: string, value: Json): PropertyTree => {
  if (!isJsonObject(value)) throw invalid(file, 'must be an object')
  if (value.qProperty === undefined) return { properties: withId(file, value), children: [] }
  return {
    properties: withId(file, value.qProperty),
    children: arrayOf(value.qChildren).map((child) => treeOf(file, child)),
  }
}

const idsOf = (tree: PropertyTree): readonly string[] => [
  textOf(objectOf(tree.properties.qInfo).qId),
  ...tree.children.flatMap(idsOf),
]

const readObjects = async (folder: string): Promise<readonly PropertyTree[]> => {
  const names = await readdir(join(folder, 'objects')).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  const files = names.filter((name) => name.endsWith('.json')).sort()
  return Promise.all(
    files.map(async (name) => treeOf(`objects/${name}`, (await readJson(folder, `objects/${name}`)) ?? null)),
  )
}

const refuseDuplicates = (file: string, ids: readonly string[]): void => {
  const seen = new Set<string>()
  for (const id of ids) {
    if (seen.has(id)) throw invalid(file, `the id "${id}" occurs twice`)
    seen.add(id)
  }
}

const sourcesOf = (value: Json | undefined): Record<string, AppSource> =>
  Object.fromEntries(Object.entries(objectOf(value)).map(([name, source]) => [name, sourceOf(name, source)]))

/** The members that the forms of a source have, all of them texts. */
const sourceForms = [
  ['file', 'sheet'],
  ['connection', 'query'],
] as const

const sourceOf = (name: string, source: Json | undefined): AppSource => {
  if (typeof source === 'string') return source
  const members = Object.entries(objectOf(source))
  const form = sourceForms.find((names) => names.every((member) => members.some(([given]) => given === member)))
  if (isJsonObject(source) && form?.length === members.length && members.every(([, text]) => typeof text === 'string'))
    return source as unknown as AppSource
  throw invalid(
    'app.json',
    `the source "${name}" must be a text, { "file", "sheet" } or { "connection", "query" } of texts`,
  )
}

const sectionAccessOf = (value: Json | undefined): SectionAccessDemand => {
  if (value === undefined) return 'optional'
  if (value === 'required' || value === 'optional') return value
  throw invalid('app.json', 'sectionAccess must be "required" or "optional"')
}

/**
 * Reads an app folder: `app.json`, `app-properties.json`, `dimensions.json`, `measures.json`, `variables.json`,
 * `bookmarks.json` and `objects/*.json` (all but the first may be absent). The data is not touched.
 *
 * @param folder path of the app folder
 * @throws UnderstudyError `APP-FOLDER` naming the file that does not fit
 */
export const loadAppDefinition = async (folder: string): Promise<AppDefinition> => {
  const manifest = await readJson(folder, 'app.json')
  if (!isJsonObject(manifest)) throw invalid('app.json', manifest === undefined ? 'is missing' : 'must be an object')
  const id = textOf(manifest.id)
  if (!/^[\w-]{1,64}$/.test(id)) throw invalid('app.json', 'needs an id of letters, digits, "-" and "_"')
  if (isSessionAppId(id)) throw invalid('app.json', 'has an id that begins as those of session apps do')
  const [properties, dimensions, measures, variables, bookmarks, objects] = await Promise.all([
    readJson(folder, 'app-properties.json'),
    readEntries(folder, 'dimensions.json'),
    readEntries(folder, 'measures.json'),
    readEntries(folder, 'variables.json'),
    readEntries(folder, 'bookmarks.json'),
    readObjects(folder),
  ])
  refuseDuplicates('objects', objects.flatMap(idsOf))
  refuseDuplicates(
    'dimensions.json, measures.json, variables.json, bookmarks.json',
    [...dimensions, ...measures, ...variables, ...bookmarks].map((entry) => textOf(objectOf(entry.qInfo).qId)),
  )
  return {
    id,
    name: refuseUnshowable('name', textOf(manifest.name) || textOf(objectOf(properties).qTitle) || id),
    description: refuseUnshowable('description', textOf(manifest.description)),
    sources: sourcesOf(manifest.sources),
    sectionAccess: sectionAccessOf(manifest.sectionAccess),
    properties: objectOf(properties),
    dimensions,
    measures,
    variables,
    bookmarks,
    objects,
  }
}
