import fc from 'fast-check'
import type { OracleApp, OracleColumn, OracleSectionAccess, OracleTable, OracleValue } from './oracle-app.js'
import type { OraclePrincipal } from './oracle-security.js'

type Shape = readonly (readonly [string, readonly string[]])[]

/** Names starting with `n` hold numbers, others text. Upper-case names can be reduction columns. */
const shapes: readonly Shape[] = [
  [['facts', ['A', 'nb', 'c']]],
  [
    ['facts', ['K', 'nb', 'c']],
    ['items', ['K', 'D', 'ne']],
  ],
  [
    ['items', ['nK', 'D', 'ne']],
    ['facts', ['nK', 'nb']],
    ['places', ['D', 'nf', 'g']],
  ],
  [
    ['facts', ['K', 'nb']],
    ['items', ['K', 'nc', 'D']],
    ['places', ['K', 'ne', 'g']],
  ],
  [
    ['facts', ['K', 'nb']],
    ['items', ['K', 'D']],
    ['island', ['E', 'nf']],
  ],
  [
    ['facts', ['K', 'nl', 'nb']],
    ['items', ['K', 'nl', 'D']],
  ],
  [
    ['items', ['K', 'nl', 'M', 'ne']],
    ['facts', ['K', 'nl', 'nb']],
    ['places', ['M', 'c', 'nf']],
  ],
  [
    ['fees', ['K', 'nf']],
    ['links', ['K', 'M']],
    ['hours', ['M', 'nh', 'c']],
  ],
  [
    ['facts', ['K', 'nb']],
    ['items', ['K', 'D', 'nc']],
    ['places', ['D', 'M']],
    ['hours', ['M', 'nh']],
  ],
  [
    ['facts', ['A', 'nb']],
    ['isle', ['E', 'ne']],
    ['other', ['G', 'ng']],
  ],
]

const isNumber = (name: string) => name.startsWith('n')

/** Some read as numbers: two as the same one. */
const texts = ['x', 'X', 'y', 'é', 'zz', 'x y', '7', '007', '-1.5', '1900-01-01', '', "it's", 'ss', 'i']

/** The texts of an app: so few that many rows meet several of another table. */
const someTexts = fc.subarray(texts, { minLength: 3, maxLength: 6 })

/** The values that fields have. */
interface FieldValues {
  readonly words: readonly string[]
  readonly numbers: fc.Arbitrary<number>
}

const everyNumber = fc.integer({ min: -4, max: 6 }).map((quarters) => quarters / 4 + 0)

/** Whole numbers at the ends of what sixteen bits hold, and few others: what few bits are computed with overflows. */
const edgeNumber = fc.constantFrom(-32768, -32767, -200, 0, 1, 255, 20000, 32767)

/** A value of a field, by the name of the field; sometimes none. */
export const randomValue = (
  name: string,
  { words, numbers }: FieldValues = { words: texts, numbers: everyNumber },
): fc.Arbitrary<OracleValue> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 6, arbitrary: isNumber(name) ? numbers : fc.constantFrom(...words) },
  )

interface RowCount {
  readonly minLength?: number
  readonly maxLength: number
}

const table = (
  name: string,
  names: readonly string[],
  values: FieldValues,
  rowCount: RowCount,
): fc.Arbitrary<OracleTable> =>
  fc
    .array(fc.tuple(...names.map((column) => randomValue(column, values))), { ...rowCount, size: 'max' })
    .map((rows) => ({
      name,
      columns: names.map((column): OracleColumn => ({ name: column, type: isNumber(column) ? 'number' : 'text' })),
      rows,
    }))

const mostly = <T, U>(usual: T, other: fc.Arbitrary<U>): fc.Arbitrary<T | U> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other })

const people = ['ann', 'bob', 'cid', 'sid']
const groups = ['west', 'east']

/** A person or group, with the case and blanks that hand-written tables have. */
const identity = (names: readonly string[]) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 3, arbitrary: fc.constantFrom(...names, ...names.map((name) => ` ${name.toUpperCase()} `)) },
    { weight: 2, arbitrary: fc.constant('*') },
  )

const sectionAccess = (fields: readonly string[]): fc.Arbitrary<OracleSectionAccess> => {
  const reducible = fields.filter((field) => field === field.toUpperCase() && !isNumber(field))
  return fc
    .record({
      withAccess: fc.boolean(),
      withOmit: fc.boolean(),
      reductions: fc.subarray([...reducible], {
        minLength: Math.min(1, reducible.length),
        maxLength: Math.min(2, reducible.length),
      }),
    })
    .chain(({ withAccess, withOmit, reductions }) => {
      const columns: (readonly [string, fc.Arbitrary<string | null>])[] = [
        ['USERID', identity(people)],
        ['USER.EMAIL', mostly(null, fc.constantFrom(...people.map((name) => `${name}@x.y`)))],
        ['GROUP', identity(groups)],
        ...reductions.map((name) => [name, reduction] as const),
      ]
      if (withAccess) columns.unshift(['ACCESS', mostly('USER', fc.constantFrom('user', 'ADMIN', null, 'guest'))])
      if (withOmit) columns.push(['OMIT', mostly(null, fc.constantFrom(...fields, '*'))])
      return fc
        .array(fc.tuple(...columns.map(([, cell]) => cell)), { maxLength: 8, size: 'max' })
        .map((rows) => ({ columns: columns.map(([name]) => name), rows: rows.map(canonicalCells) }))
    })
}

const reduction = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 6, arbitrary: fc.constantFrom(...texts, 'Y', 'É', 'ß', 'ı', 'SS', 'nowhere') },
  { weight: 2, arbitrary: fc.constant('*') },
)

/** An empty cell is a blank one. */
const canonicalCells = (cells: readonly (string | null)[]) =>
  cells.map((cell) => (cell === null || cell.trim() === '' ? null : cell))

type TablesOf = (shape: Shape) => fc.Arbitrary<readonly OracleTable[]>

const shortTables: TablesOf = (shape) =>
  fc
    .tuple(someTexts, fc.constantFrom(everyNumber, everyNumber, edgeNumber))
    .chain(([words, numbers]) =>
      fc.tuple(...shape.map(([name, columns]) => table(name, columns, { words, numbers }, { maxLength: 8 }))),
    )

/** One table has many rows of few values: groups of these are finer than those of a chart, and fewer than the rows. */
const longTable: TablesOf = (shape) =>
  fc
    .record({
      words: fc.subarray(texts, { minLength: 1, maxLength: 2 }),
      numbers: fc.uniqueArray(everyNumber, { minLength: 1, maxLength: 2 }),
      long: fc.nat({ max: shape.length - 1 }),
    })
    .chain(({ words, numbers, long }) =>
      fc.tuple(
        ...shape.map(([name, columns], index) =>
          table(
            name,
            columns,
            { words, numbers: fc.constantFrom(...numbers) },
            index === long ? { minLength: 12, maxLength: 40 } : { maxLength: 3 },
          ),
        ),
      ),
    )

/** Apps of one to four tables that form a forest: stars, chains, link tables and islands, with missing values, duplicate keys
 * and missing associations. */
export const randomApp: fc.Arbitrary<OracleApp> = fc.constantFrom(...shapes).chain((shape) =>
  fc.record({
    tables: fc.oneof({ weight: 3, arbitrary: shortTables(shape) }, { weight: 1, arbitrary: longTable(shape) }),
    sectionAccess: fc.option(sectionAccess([...new Set(shape.flatMap(([, columns]) => columns))]), { freq: 5 }),
  }),
)

export const randomPrincipal: fc.Arbitrary<OraclePrincipal> = fc.record(
  {
    subject: fc.constantFrom(...people, 'stranger', 'ſıd', 'ann '),
    groups: fc.subarray([...groups, 'North']),
    email: fc.constantFrom('ANN@x.y', 'bob@x.y'),
  },
  { requiredKeys: ['subject', 'groups'] },
)
