import { typeOf } from '../expressions/typed-expression.js'
import type { Cube, OrderTerm } from './cube.js'
import { byKey, type GroupKey } from './group-key.js'
import { type PageColumns, pageColumns } from './page-columns.js'
import type { CubePage } from './question.js'

/** A column of numbers that rows are put in order by; missing values are last in either direction. */
export interface ColumnOrder {
  /** Its position in the page. */
  readonly at: number
  readonly direction: 1 | -1
}

/** Rows up to which whoever reads them puts them in order: the database takes longer to begin with that. */
const mostRows = 1_000

/**
 * What puts the rows of a page in order after they were read: of a cube of few rows, by numbers that are among its columns.
 * `undefined` where the database does.
 */
export const orderOfFew = ({ plan: { cube, order }, page }: CubePage): readonly ColumnOrder[] | undefined => {
  const most = mostRowsOf(cube)
  // A page of as many rows as there may be could be a part of a cube that is read in parts.
  if (most > mostRows || page.offset > 0 || page.limit <= most) return undefined
  const columns = pageColumns(cube)
  const orders = order.flatMap((term) => columnOrder(cube, columns, term) ?? [])
  return orders.length < order.length ? undefined : orders
}

const mostRowsOf = ({ keys }: Cube): number => keys.reduce((product, key) => product * mostValuesOf(key), 1)

/** A missing value makes a row, too. */
const mostValuesOf = (key: GroupKey): number =>
  byKey(key, {
    field: ({ field }) => field.symbolCount + 1,
    calculated: () => Number.POSITIVE_INFINITY,
    limited: () => Number.POSITIVE_INFINITY,
  })

const columnOrder = (cube: Cube, columns: PageColumns, term: OrderTerm): ColumnOrder | undefined => {
  const { direction } = term
  if (term.by === 'measure') {
    const measure = cube.measures[term.measure]
    const column = columns.measures[term.measure]
    return measure && column && typeOf(measure) !== 'text' ? { at: column.at, direction } : undefined
  }
  const key = cube.keys[term.key]
  const column = columns.keys[term.key]
  if (!column || key?.kind !== 'field') return undefined
  // Its column tells element numbers.
  const isInOrder = term.by === 'load order' ? !term.loaded : term.by === 'number' && key.field.ascending
  return isInOrder ? { at: column.at, direction } : undefined
}
