import type { OrderTerm } from '../plan/cube.js'
import { byKey, type GroupKey } from '../plan/group-key.js'
import { symbolTable } from '../snapshot/snapshot-schema.js'
import type { CubeFrame } from './cube-frame.js'
import { elementFilter } from './element-filter.js'
import { keyNames } from './key-columns.js'

/** What orders the rows of a cube: joins to add to it, and terms of ORDER BY. */
export interface PrintedOrder {
  readonly joins: readonly string[]
  readonly terms: readonly string[]
}

/** Prints the order of the rows of what is called `cube`. */
export const printOrder = (frame: CubeFrame, keys: readonly GroupKey[], order: readonly OrderTerm[]): PrintedOrder => {
  const joins = new Set<string>()
  const terms = order.map((term, position) => {
    const sorted = sortedBy(frame, keys, term, `o${position}`)
    for (const join of sorted.joins) joins.add(join)
    return sorted.terms
  })
  return { joins: [...joins], terms: terms.flat() }
}

const sortedBy = (frame: CubeFrame, keys: readonly GroupKey[], term: OrderTerm, alias: string): PrintedOrder => {
  const ordered = (sql: string) => frame.dialect.ordered(sql, term.direction)
  if (term.by === 'measure') return { joins: [], terms: [ordered(`cube.m${term.measure}`)] }
  const key = keys[term.key]
  if (!key) throw new Error('the cube has no such key')
  const names = keyNames(key, term.key)
  if (term.by === 'load order') {
    if (!term.loaded) return { joins: [], terms: names.map((name) => ordered(`cube.${name}`)) }
    const places = frame.dialect.places(frame.bind(term.loaded, { elements: 'INTEGER' }))
    return {
      joins: [`LEFT JOIN (${places}) AS ${alias} ON ${alias}.elem = cube.${names[0]}`],
      terms: [ordered(`${alias}.place`)],
    }
  }
  if (term.by === 'cube') {
    const on = keyNames(key, 0).map((name, side) => frame.dialect.same(`${alias}.${name}`, `cube.${names[side]}`))
    return {
      joins: [`LEFT JOIN (${frame.printCube(term.cube)}) AS ${alias} ON ${on.join(' AND ')}`],
      terms: [ordered(`${alias}.m0`)],
    }
  }
  return byKey<PrintedOrder>(key, {
    field: ({ field }) => {
      const column = `cube.d${term.key}`
      if (term.by === 'elements') {
        const first = elementFilter(frame, column, field, term.first)
        return { joins: [], terms: [`CASE WHEN ${first} THEN ${-term.direction} ELSE 0 END`] }
      }
      const labels = `k${term.key}`
      return {
        joins: [`LEFT JOIN ${symbolTable(field.id)} AS ${labels} ON ${labels}.elem = ${column}`],
        terms: [ordered(`${labels}.${term.by === 'number' ? 'num' : 'text_rank'}`)],
      }
    },
    // A calculated key has its number first and its text last; none of its values is selected.
    calculated: () => {
      const name = term.by === 'text' ? names.at(-1) : names[0]
      return { joins: [], terms: term.by === 'elements' ? [] : [ordered(`cube.${name}`)] }
    },
  })
}
