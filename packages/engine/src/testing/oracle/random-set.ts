import fc from 'fast-check'
import { fieldNames, fieldType, type OracleApp, symbolsOf } from './oracle-app.js'
import type { OracleSet } from './oracle-expression.js'
import { type OracleSelections, oracleStates } from './oracle-list.js'
import type { OracleView } from './oracle-security.js'

/** A set of values of one field: how it is written, and their element numbers. */
interface Elements {
  readonly source: string
  readonly fields: readonly string[]
  readonly of: (view: OracleView, selections: OracleSelections) => ReadonlySet<number>
}

type Assignment = '=' | '+=' | '-=' | '*=' | '/='

const numbersIn = (view: OracleView, field: string, has: (value: number | string) => boolean): ReadonlySet<number> =>
  new Set(symbolsOf(view.app, field).flatMap((value, element) => (has(value) ? [element] : [])))

/** Possible values of a field, or all others: among those that can be seen. */
const possible = (
  view: OracleView,
  field: string,
  selections: OracleSelections,
  wanted: boolean,
): readonly (number | string)[] =>
  [...oracleStates(view, field, selections)].flatMap(([element, state]) => {
    const value = symbolsOf(view.app, field)[element]
    return ['S', 'O', 'L'].includes(state) === wanted && value !== undefined ? [value] : []
  })

const listed = (app: OracleApp, field: string): fc.Arbitrary<Elements> => {
  const values = symbolsOf(app, field).filter((value) => typeof value === 'string' || value >= 0)
  return fc
    .subarray([...values, fieldType(app, field) === 'number' ? 99 : 'nowhere'], {
      maxLength: Math.min(3, values.length + 1),
    })
    .map((chosen) => ({
      source: `{${chosen.map((value) => (typeof value === 'number' ? value : `'${value.replaceAll("'", "''")}'`)).join(', ')}}`,
      fields: [],
      of: (view) => numbersIn(view, field, (value) => chosen.includes(value)),
    }))
}

const searched = (app: OracleApp, field: string): fc.Arbitrary<Elements> =>
  fieldType(app, field) === 'number'
    ? fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 4 })).map(([from, steps]) => ({
        source: `{">=${from / 2}<${from / 2 + steps / 4}"}`,
        fields: [],
        of: (view) =>
          numbersIn(view, field, (value) => Number(value) >= from / 2 && Number(value) < from / 2 + steps / 4),
      }))
    : fc.constantFrom('x', 'z', 's').map((letter) => ({
        source: `{"*${letter}*"}`,
        fields: [],
        of: (view) => numbersIn(view, field, (value) => String(value).toLowerCase().includes(letter)),
      }))

const stateful = (app: OracleApp, field: string): fc.Arbitrary<Elements> => {
  const alike = fieldNames(app).filter((name) => fieldType(app, name) === fieldType(app, field))
  return fc
    .tuple(fc.constantFrom('P' as const, 'E' as const), fc.constantFrom(...alike), fc.boolean())
    .map(([called, other, whole]) => ({
      source: `${called}(${whole ? '{1} ' : ''}[${other}])`,
      fields: [other],
      of: (view, selections) => {
        const made = new Set(possible(view, other, whole ? new Map() : selections, called === 'P'))
        return numbersIn(view, field, (value) => made.has(value))
      },
    }))
}

const elements = (app: OracleApp, field: string): fc.Arbitrary<Elements> =>
  fc.oneof({ weight: 3, arbitrary: listed(app, field) }, searched(app, field), stateful(app, field))

/** A field without a selection stands for all of its values. */
const operations: Readonly<
  Record<Assignment, (before: ReadonlySet<number>, made: ReadonlySet<number>) => ReadonlySet<number>>
> = {
  '=': (_, made) => made,
  '+=': (before, made) => new Set([...before, ...made]),
  '-=': (before, made) => new Set([...before].filter((element) => !made.has(element))),
  '*=': (before, made) => new Set([...before].filter((element) => made.has(element))),
  '/=': (before, made) => new Set([...before, ...made].filter((element) => before.has(element) !== made.has(element))),
}

/** What a set assigns to one field. */
interface Modifier {
  readonly source: string
  readonly field: string
  readonly fields: readonly string[]
  /**
   * The values that the field has selected then; `null` where it has no selection.
   *
   * @param before what the identifier of the set has selected in the field
   */
  readonly values: (
    view: OracleView,
    before: ReadonlySet<number> | undefined,
    selections: OracleSelections,
  ) => ReadonlySet<number> | null
}

const assignments: readonly Assignment[] = ['=', '=', '+=', '-=', '*=', '/=']

const modifier = (app: OracleApp): fc.Arbitrary<Modifier> =>
  fc.constantFrom(...fieldNames(app)).chain((field) => {
    const assigned = fc.tuple(fc.constantFrom(...assignments), elements(app, field)).map(
      ([assignment, chosen]): Modifier => ({
        field,
        source: `[${field}]${assignment}${chosen.source}`,
        fields: [field, ...chosen.fields],
        values: (view, before, selections) =>
          operations[assignment](before ?? new Set(symbolsOf(view.app, field).keys()), chosen.of(view, selections)),
      }),
    )
    const cleared = fc.constant<Modifier>({ field, source: `[${field}]=`, fields: [field], values: () => null })
    return fc.oneof({ weight: 5, arbitrary: assigned }, { weight: 1, arbitrary: cleared })
  })

/** An identifier with up to two modifiers of different fields. `P()` and `E()` in them mean the current selections. */
export const randomSet = (app: OracleApp): fc.Arbitrary<OracleSet> =>
  fc
    .tuple(
      fc.constantFrom('', '$', '1'),
      fc.uniqueArray(modifier(app), { maxLength: 2, selector: ({ field }) => field }),
    )
    .filter(([identifier, modifiers]) => identifier !== '' || modifiers.length > 0)
    .map(([identifier, modifiers]) => ({
      source: `{${identifier}${modifiers.length === 0 ? '' : `<${modifiers.map(({ source }) => source).join(', ')}>`}}`,
      fields: modifiers.flatMap(({ fields }) => fields),
      selections: (view, selections) => {
        const base: OracleSelections = identifier === '1' ? new Map() : selections
        const made = modifiers.map(
          ({ field, values }) => [field, values(view, base.get(field)?.values, selections)] as const,
        )
        const others = [...base].filter(([field]) => !modifiers.some((changed) => changed.field === field))
        const assigned = made.flatMap(([field, values]) =>
          values === null ? [] : [[field, { values, locked: false }] as const],
        )
        return new Map([...others, ...assigned])
      },
    }))
