import { functionsOf } from '../scalar-function.js'

export const ifFunction = functionsOf('conditional').choice({
  name: 'If',
  parameters: [{ name: 'condition' }, { name: 'then' }, { name: 'else', optional: true }],
  description: 'One value where a condition is true, another, or none, where it is not.',
  missing: 'A missing condition counts as false.',
  examples: [
    ["If(2 > 1, 'yes', 'no')", 'yes'],
    ['If(Null(), 1, 2)', 2],
    ["If('abc', 1, 2)", 2],
    ['If(0, 1)', null],
  ],
  given: ([, ...values]) => values,
  duckdb: ([condition, then, otherwise], _, side) =>
    `(CASE WHEN ${condition.truth} THEN ${side(then)} ELSE ${otherwise ? side(otherwise) : 'NULL'} END)`,
})
