import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AppFormats } from '../format/app-formats.js'
import type { FieldFormat } from '../format/field-format.js'
import { numberFormatProblem, numberFormatTypes, parseNumberFormat } from '../format/number-format.js'
import { isJsonObject } from '../json.js'
import type { Finding } from './finding.js'
import { foundAt, itemsOf, jsonAt, memberOf, type Place, readPlace, textAt } from './json-place.js'

/** The file of an app folder that says how fields are written: an array of `{ qName, qNumFormat }`. */
export const fieldsFile = 'fields.json'

/** A field with its format, and where they stand. */
export interface StatedFormat {
  readonly name: string
  readonly format: FieldFormat
  readonly place: Place
}

/** What the file says of formats, and what of it has no effect. */
export interface StatedFormats {
  readonly stated: readonly StatedFormat[]
  readonly findings: readonly Finding[]
}

/** Reads the formats of fields, whether or not there are such fields. */
export const statedFormats = (root: Place | undefined, app: AppFormats): StatedFormats => {
  if (root === undefined) return { stated: [], findings: [] }
  if (root.node.type !== 'array') return { stated: [], findings: [foundAt(root, 'This has to be an array of fields.')] }
  const stated = new Map<string, StatedFormat>()
  const findings: Finding[] = []
  for (const entry of itemsOf(root)) {
    const name = memberOf(entry, 'qName')
    const format = memberOf(entry, 'qNumFormat')
    const problem = problemOf(entry, app)
    if (problem !== undefined) findings.push(problem)
    else if (name && stated.has(textAt(name)))
      findings.push(foundAt(name, `The field [${textAt(name)}] has a format already.`))
    else if (name && format)
      stated.set(textAt(name), { name: textAt(name), format: formatAt(format, app), place: name })
  }
  return { stated: [...stated.values()], findings }
}

/** The formats of the fields of an app folder, by field; what of the file cannot be read is left out. */
export const readFieldFormats = async (folder: string, app: AppFormats): Promise<ReadonlyMap<string, FieldFormat>> => {
  const text = await readFile(join(folder, fieldsFile), 'utf8').catch(() => undefined)
  const root = text === undefined ? undefined : readPlace(fieldsFile, text)
  if (root === undefined || 'problem' in root) return new Map()
  return new Map(statedFormats(root, app).stated.map(({ name, format }) => [name, format]))
}

const formatAt = (place: Place, app: AppFormats): FieldFormat => {
  const { app: _, ...format } = parseNumberFormat(jsonAt(place), app)
  return format
}

const problemOf = (entry: Place, app: AppFormats): Finding | undefined => {
  if (textAt(memberOf(entry, 'qName')) === '') return foundAt(entry, 'An entry has to name a field by qName.')
  const format = memberOf(entry, 'qNumFormat')
  if (format === undefined || !isJsonObject(jsonAt(format)))
    return foundAt(format ?? entry, 'An entry has to say by qNumFormat how the field is written.')
  const type = memberOf(format, 'qType')
  if (type === undefined || !numberFormatTypes.has(textAt(type)))
    return foundAt(type ?? format, `The qType of a format is one of ${[...numberFormatTypes].join(', ')}.`)
  const problem = numberFormatProblem({ ...formatAt(format, app), app })
  return problem === undefined ? undefined : foundAt(format, problem)
}
