import { numericAggregate } from '../aggregate-function.js'

/** The position in load order of the first value of a field in a group. No formula calls it: it orders what is calculated. */
export const firstElement = numericAggregate({
  name: 'first element',
  ignoresRepetition: true,
  parameters: [{ name: 'field', per: 'row', side: 'presence' }],
  description: 'The position in load order of the first value of a field in a group.',
  examples: [],
  duckdb: ([field]) => `min(${field.presence})`,
})
