import { type ListedValues, sameListed, typeOfListed } from '../expressions/listed-values.js'
import type { ListedRows } from '../plan/row-source.js'
import { columnValue, keyValues } from './key-columns.js'
import type { PrintFrame } from './print-frame.js'
import { type PrintedRows, withoutScopes } from './printed-rows.js'

/** Prints a row for each listed value: its number and its text. */
export const printListedRows = (frame: PrintFrame, { lists }: ListedRows): PrintedRows => {
  const inNoTable = (): never => {
    throw new Error('listed values are in no table')
  }
  const printed: PrintedRows = {
    elementOf: inNoTable,
    storedNumberOf: inNoTable,
    unitsOf: inNoTable,
    textRankOf: inNoTable,
    valueOf: inNoTable,
    aggrValue: inNoTable,
    listedValue: (listed) => {
      const alias = `vl${lists.findIndex((other) => sameListed(other, listed))}`
      const type = typeOfListed(listed)
      return columnValue(frame, type, type === 'text' ? [`${alias}.text`] : [`${alias}.num`, `${alias}.text`])
    },
    ...withoutScopes,
    place: () => (lists.length === 0 ? '0' : 'vl0.num'),
    keyColumns: (key) => keyValues(frame, key, printed),
    fromSql: () =>
      lists.length === 0
        ? ''
        : `FROM ${lists.map((listed, index) => `(${printList(frame, listed)}) AS vl${index}`).join(' CROSS JOIN ')}`,
  }
  return printed
}

const printList = ({ dialect, bind }: PrintFrame, listed: ListedValues): string => {
  if (listed.kind === 'loop') {
    const [from, step, count] = [bind(listed.from, 'number'), bind(listed.step, 'number'), bind(listed.count, 'count')]
    return `SELECT ${from} + ${step} * ${dialect.cast('i', 'number')} AS num FROM ${dialect.series(count)}`
  }
  const rows = listed.values.map((value) => {
    const number = typeof value === 'number' ? bind(value, 'number') : dialect.missing('number')
    const text = typeof value === 'string' ? bind(value, 'text') : dialect.value.number(() => number).text
    return `SELECT ${number} AS num, ${text} AS text`
  })
  return rows.join(' UNION ALL ')
}
