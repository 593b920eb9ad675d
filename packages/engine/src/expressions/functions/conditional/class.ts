import { functionsOf } from '../scalar-function.js'
import { nonZero, numberValue } from '../sql-value.js'

export const classFunction = functionsOf('conditional').dual({
  name: 'Class',
  parameters: [
    { name: 'value' },
    { name: 'width' },
    { name: 'label', optional: true },
    { name: 'offset', optional: true },
  ],
  description:
    'The interval of a given width that a number lies in: its text names the bounds, its number is the lower one.',
  examples: [
    ['Class(23, 10)', { number: 20, text: '20 <= x < 30' }],
    ["Class(23, 5, 'v', 2)", { number: 22, text: '22 <= v < 27' }],
    ['Class(-3, 10)', { number: -10, text: '-10 <= x < 0' }],
    ['Class(5, 0)', null],
  ],
  duckdb: ([value, width, label, offset], _, _bind, formats) => {
    const step = nonZero(width.number, width.literal)
    // What is added makes a zero of a negative one.
    const lower = offset
      ? `(floor((${value.number} - ${offset.number}) / ${step}) * ${step} + ${offset.number})`
      : `(floor(${value.number} / ${step}) * ${step} + 0.0::DOUBLE)`
    const within = label ? `' <= ' || coalesce(${label.text}, 'x') || ' < '` : "' <= x < '"
    const textOf = (number: string) =>
      `(${numberValue(number, null, formats).text} || ${within} || ${numberValue(`(${number} + ${step})`, null, formats).text})`
    const isWritten = [width, label].every((part) => !part || part.literal !== null)
    return {
      number: () => lower,
      text: () => textOf(lower),
      textOf: () => (isWritten ? textOf : undefined),
    }
  },
})
