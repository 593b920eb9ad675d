import { didYouMean } from '@understudy/contract'
import { defaultFormats } from '../format/app-formats.js'
import type { DataModel } from '../model/data-model.js'
import { statedFormats } from './field-formats-file.js'
import type { Finding } from './finding.js'
import { foundAt, type Place } from './json-place.js'

/**
 * Finds formats of fields that have no effect.
 *
 * @param model without it, whether there are such fields is not checked
 */
export const checkFieldFormats = (fields: Place | undefined, model: DataModel | undefined): readonly Finding[] => {
  const { stated, findings } = statedFormats(fields, model?.formats ?? defaultFormats)
  if (model === undefined) return findings
  const names = model.fields.map(({ name }) => name)
  const unused = stated.flatMap(({ name, place }) => {
    const field = model.fields.find((candidate) => candidate.name === name)
    if (!field) return [foundAt(place, `There is no field [${name}].${didYouMean(name, names)}`)]
    return field.format === undefined
      ? [foundAt(place, `The values of [${name}] are texts, which a format does not write.`)]
      : []
  })
  return [...findings, ...unused]
}
