import type { FieldModel } from '../../../model/data-model.js'
import type { SessionValue } from '../../session/session-calls.js'
import type { SessionFacts } from '../../session/session-facts.js'
import { fieldFunction, sessionFunction } from '../../session/session-function.js'
import { stateNamed } from './state-argument.js'

/** Values named before they are only counted, and the most that a formula may ask to be named. */
const usualMost = 6
const largestMost = 10_000

const mostNamed = (argument: SessionValue | undefined): number => {
  const number = Number(argument ?? usualMost)
  return Number.isFinite(number) ? Math.min(Math.max(Math.trunc(number), 0), largestMost) : usualMost
}

const textOr = (argument: SessionValue | undefined, otherwise: string): string =>
  argument === undefined || argument === null ? otherwise : String(argument)

/** The selected values, or those that are not, or how many are; `null` where nothing is selected. */
const selectedText = async (
  facts: SessionFacts,
  field: FieldModel,
  state: string,
  separator: string,
  most: number,
): Promise<string | null> => {
  const count = await facts.selectedCount(field, state)
  if (count === 0) return null
  if (count <= most) return (await facts.texts(field, state, true, most)).join(separator)
  const all = await facts.cardinality(field)
  if (count === all) return 'ALL'
  if (all - count > most) return `${count} of ${all}`
  return `NOT ${(await facts.texts(field, state, false, most)).join(separator)}`
}

/** What is selected, as texts. */
export const selectedTexts = [
  fieldFunction({
    name: 'GetFieldSelections',
    parameters: [
      { name: 'field' },
      { name: 'separator', optional: true },
      { name: 'most', optional: true },
      { name: 'state', optional: true },
    ],
    description:
      "The selected values of a field, with `', '` between them. Where there are more than `most` (6, at most 10,000): `NOT` and the others, or `ALL`, or `7 of 20`.",
    missing: 'Missing where nothing is selected, or where there is no such state.',
    returns: 'text',
    examples: [['GetFieldSelections(customer)', null]],
    value: async (facts, field, [separator, most, state]) => {
      const named = stateNamed(facts, state)
      return named === undefined ? null : selectedText(facts, field, named, textOr(separator, ', '), mostNamed(most))
    },
  }),
  sessionFunction('selection', {
    name: 'GetCurrentSelections',
    parameters: [
      { name: 'recordSeparator', optional: true },
      { name: 'tagSeparator', optional: true },
      { name: 'valueSeparator', optional: true },
      { name: 'most', optional: true },
      { name: 'state', optional: true },
    ],
    description:
      "What is selected in all fields, as `field: values` in lines; separators are a line break, `': '` and `', '`, values as `GetFieldSelections` tells them.",
    missing: 'Missing where nothing is selected, or where there is no such state.',
    returns: 'text',
    examples: [['GetCurrentSelections()', null]],
    value: async (facts, [recordSeparator, tagSeparator, valueSeparator, most, state]) => {
      const named = stateNamed(facts, state)
      if (named === undefined) return null
      const records: string[] = []
      for (const field of facts.selectedFields(named)) {
        const values = await selectedText(facts, field, named, textOr(valueSeparator, ', '), mostNamed(most))
        if (values !== null) records.push(`${field.name}${textOr(tagSeparator, ': ')}${values}`)
      }
      return records.length === 0 ? null : records.join(textOr(recordSeparator, '\r\n'))
    },
  }),
]
