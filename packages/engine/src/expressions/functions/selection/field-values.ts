import { fieldFunction } from '../../session/session-function.js'

const field = { name: 'field' } as const
const once = 'It is computed once for all rows of a chart.'

/** Values of a field by their place in load order, whatever is selected; of those that the person may see. */
export const fieldValues = [
  fieldFunction({
    name: 'FieldValueCount',
    parameters: [field],
    description: `How many values a field has, whatever is selected. ${once}`,
    returns: 'number',
    examples: [["FieldValueCount('customer')", 3]],
    value: (facts, of) => facts.cardinality(of),
  }),
  fieldFunction({
    name: 'FieldValue',
    parameters: [field, { name: 'place' }],
    constant: true,
    description: `The value at a place in the load order of a field, from 1. ${once}`,
    missing: 'Missing where there is no such place.',
    returns: 'text',
    examples: [
      ["FieldValue('customer', 2)", 'B'],
      ["FieldValue('customer', 9)", null],
    ],
    value: (facts, of, [place]) => facts.valueAt(of, Math.trunc(Number(place ?? 0)) - 1),
  }),
  fieldFunction({
    name: 'FieldIndex',
    parameters: [field, { name: 'value' }],
    constant: true,
    description: `The place of a value in the load order of a field, from 1; 0 where it has no such value. ${once}`,
    returns: 'number',
    examples: [
      ["FieldIndex('customer', 'C')", 3],
      ["FieldIndex('customer', 'c')", 0],
    ],
    value: async (facts, of, [value]) =>
      value === null || value === undefined ? null : (await facts.placeOf(of, value)) + 1,
  }),
]
