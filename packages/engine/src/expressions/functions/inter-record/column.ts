import type { FunctionDescription, Parameter } from '../scalar-function.js'

/** `Column(n)` stands for the expression of another measure of the chart: it is put in its place before anything is printed. */
export const columnFunction: FunctionDescription & { readonly parameters: readonly Parameter[] } = {
  name: 'Column',
  family: 'inter-record',
  parameters: [{ name: 'number', literal: 'number' }],
  description: 'The value of a measure of the chart, by its number from 1; dimensions are not counted.',
  missing: 'Missing for a measure that there is not, and for one that leads back to itself.',
  examples: [
    ['Column(1) * 2', [60, 10, 0]],
    ['Column(2)', [null, null, null]],
  ],
}
