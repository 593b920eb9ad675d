import { typeOf } from '../expressions/typed-expression.js'
import type { OrderTerm } from '../plan/cube.js'
import { byPlainKey, type GroupKey, type PlainKey, plainKey } from '../plan/group-key.js'
import { symbolTable } from '../snapshot/snapshot-schema.js'
import type { CubeFrame } from './cube-frame.js'
import { elementFilter } from './element-filter.js'
import { columnValue, keyNames, limitedName } from './key-columns.js'

/** What orders the rows of a cube: joins to add to it, and terms of ORDER BY. */
export interface PrintedOrder {
  readonly joins: readonly string[]
  readonly terms: readonly string[]
}

/**
 * Prints the order of the rows of what is called `cube`.
 *
 * @param prefix tells the joins of several orders of the same rows apart
 */
export const printOrder = (
  frame: CubeFrame,
  keys: readonly GroupKey[],
  order: readonly OrderTerm[],
  prefix = 'o',
): PrintedOrder => {
  const joins = new Set<string>()
  const terms = order.map((term, position) => {
    const sorted = sortedBy(frame, keys, term, `${prefix}${position}`)
    for (const join of sorted.joins) joins.add(join)
    return sorted.terms
  })
  return { joins: [...joins], terms: [...new Set(terms.flat())] }
}

const sortedBy = (frame: CubeFrame, keys: readonly GroupKey[], term: OrderTerm, alias: string): PrintedOrder => {
  const ordered = (sql: string) => frame.dialect.ordered(sql, term.direction)
  if (term.by === 'measure') return { joins: [], terms: [ordered(`cube.m${term.measure}`)] }
  const own = keys[term.key]
  if (!own) throw new Error('the cube has no such key')
  if (term.by === 'others') return { joins: [], terms: [ordered(`cube.${limitedName(term.key)}`)] }
  const key = plainKey(own)
  const names = keyNames(key, term.key)
  const columns = names.map((name) => `cube.${name}`)
  if (term.by === 'load order') {
    if (!term.loaded) return { joins: [], terms: [...listedPosition(frame, key, columns), ...columns].map(ordered) }
    const places = frame.dialect.places(frame.bind(term.loaded, { elements: 'INTEGER' }))
    return {
      joins: [`LEFT JOIN (${places}) AS ${alias} ON ${alias}.elem = ${columns[0]}`],
      terms: [ordered(`${alias}.place`)],
    }
  }
  if (term.by === 'first value') {
    const [grouped = key, field = key] = term.cube.keys
    const found = keyNames(grouped, 0)
    const places = frame.dialect.places(frame.bind(term.loaded, { elements: 'INTEGER' }))
    const first = `SELECT ${found.map((name) => `found.${name}`).join(', ')}, min(listed.place) AS place
      FROM (${frame.printCube(term.cube)}) AS found JOIN (${places}) AS listed ON listed.elem = found.${keyNames(field, 1)[0]}
      GROUP BY ${found.map((name) => `found.${name}`).join(', ')}`
    const on = found.map((name, side) => frame.dialect.same(`${alias}.${name}`, `cube.${names[side]}`))
    return { joins: [`LEFT JOIN (${first}) AS ${alias} ON ${on.join(' AND ')}`], terms: [ordered(`${alias}.place`)] }
  }
  if (term.by === 'cube') {
    const on = keyNames(key, 0).map((name, side) => frame.dialect.same(`${alias}.${name}`, `cube.${names[side]}`))
    return {
      joins: [`LEFT JOIN (${frame.printCube(term.cube)}) AS ${alias} ON ${on.join(' AND ')}`],
      terms: [ordered(`${alias}.m0`)],
    }
  }
  return byPlainKey<PrintedOrder>(key, {
    field: ({ field }) => {
      const column = `cube.d${term.key}`
      if (term.by === 'elements') {
        const first = elementFilter(frame, column, field, term.first)
        return { joins: [], terms: [`CASE WHEN ${first} THEN ${-term.direction} ELSE 0 END`] }
      }
      // Element numbers are in the order of the values then.
      if (term.by === 'number' && field.ascending) return { joins: [], terms: [ordered(column)] }
      const labels = `k${term.key}`
      return {
        joins: [`LEFT JOIN ${symbolTable(field.id)} AS ${labels} ON ${labels}.elem = ${column}`],
        terms: [ordered(`${labels}.${term.by === 'number' ? 'num' : 'text_rank'}`)],
      }
    },
    calculated: ({ expression }) => {
      // None of its values is selected.
      if (term.by === 'elements') return { joins: [], terms: [] }
      const value = columnValue(frame, typeOf(expression), columns)
      if (term.by === 'text') return { joins: [], terms: frame.dialect.textOrder(value.text).map(ordered) }
      return { joins: [], terms: typeOf(expression) === 'text' ? [] : [ordered(value.number)] }
    },
  })
}

/** What tells the place of a listed value in its list; nothing for other keys. */
const listedPosition = (
  frame: CubeFrame,
  key: PlainKey,
  [first = '', second = first]: readonly string[],
): readonly string[] => {
  const listed = key.kind === 'calculated' && key.expression.kind === 'listed' ? key.expression.listed : undefined
  if (!listed) return []
  if (listed.kind === 'loop') return listed.step < 0 ? [`-${first}`] : []
  const cases = listed.values.map((value, position) => {
    const [column, type] = typeof value === 'number' ? ([first, 'number'] as const) : ([second, 'text'] as const)
    return `WHEN ${column} = ${frame.bind(value, type)} THEN ${position}`
  })
  return [`CASE ${cases.join(' ')} END`]
}
