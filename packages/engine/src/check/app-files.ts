import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fieldsFile } from './field-formats-file.js'
import type { Finding } from './finding.js'
import { itemsOf, memberOf, type Place, readPlace, textAt } from './json-place.js'

/** The files of an app folder with the places of all that they say; what is missing is absent. */
export interface AppFiles {
  readonly script: string
  readonly manifest: Place | undefined
  readonly properties: Place | undefined
  readonly dimensions: readonly Place[]
  readonly measures: readonly Place[]
  readonly variables: readonly Place[]
  readonly bookmarks: readonly Place[]
  /** `fields.json`. */
  readonly fields: Place | undefined
  /** Entries of `objects/*.json`: each the properties of an object, or those with children. */
  readonly objects: readonly Place[]
  /** Files that are no JSON. */
  readonly unreadable: readonly Finding[]
}

/** Reads the files of an app folder. */
export const readAppFiles = async (folder: string): Promise<AppFiles> => {
  const unreadable: Finding[] = []
  const place = async (file: string): Promise<Place | undefined> => {
    const text = await readFile(join(folder, file), 'utf8').catch(() => undefined)
    if (text === undefined) return undefined
    const read = readPlace(file, text)
    if (!('problem' in read)) return read
    unreadable.push(read)
    return undefined
  }
  const names = await readdir(join(folder, 'objects')).catch(() => [])
  const objectFiles = names.filter((name) => name.endsWith('.json')).sort()
  const [script, manifest, properties, dimensions, measures, variables, bookmarks, fields, ...objects] =
    await Promise.all([
      readFile(join(folder, 'data.sql'), 'utf8').catch(() => ''),
      place('app.json'),
      place('app-properties.json'),
      place('dimensions.json'),
      place('measures.json'),
      place('variables.json'),
      place('bookmarks.json'),
      place(fieldsFile),
      ...objectFiles.map((name) => place(`objects/${name}`)),
    ])
  return {
    script,
    manifest,
    properties,
    dimensions: itemsOf(dimensions),
    measures: itemsOf(measures),
    variables: itemsOf(variables),
    bookmarks: itemsOf(bookmarks),
    fields,
    objects: objects.filter((entry) => entry !== undefined),
    unreadable,
  }
}

/** The properties of an object: the entry itself, or what it says beside its children. */
export const propertiesAt = (entry: Place): Place => memberOf(entry, 'qProperty') ?? entry

/** The children of an object that is written with them. */
export const childrenAt = (entry: Place): readonly Place[] =>
  memberOf(entry, 'qProperty') === undefined ? [] : itemsOf(memberOf(entry, 'qChildren'))

/** The id of an object, a master item or a variable. */
export const idAt = (properties: Place): string => textAt(memberOf(memberOf(properties, 'qInfo'), 'qId'))

/** Every object of the app, children included. */
export const everyObject = (entries: readonly Place[]): readonly Place[] =>
  entries.flatMap((entry) => [entry, ...everyObject(childrenAt(entry))])
