import fc from 'fast-check'
import { fieldNames, fieldType, type OracleApp, symbolsOf } from './oracle-app.js'
import type { OracleSet, OuterOracleSet } from './oracle-expression.js'
import { type OracleSelections, oracleStates } from './oracle-list.js'
import { type OracleOperator, type OracleRecords, onSelections } from './oracle-records.js'
import type { OracleView } from './oracle-security.js'

/** A set of values of one field: how it is written, and their element numbers. */
interface Elements {
  readonly source: string
  readonly fields: readonly string[]
  /** `all`: nothing restricts the field. */
  readonly of: (view: OracleView, selections: OracleSelections) => ReadonlySet<number> | 'all'
}

type Assignment = '=' | '+=' | '-=' | '*=' | '/='

/** The values of a field that can be seen. */
const visible = (view: OracleView, field: string): ReadonlySet<number> =>
  new Set(oracleStates(view, field, new Map()).keys())

const numbersIn = (view: OracleView, field: string, has: (value: number | string) => boolean): ReadonlySet<number> => {
  const seen = visible(view, field)
  return new Set(
    symbolsOf(view.app, field).flatMap((value, element) => (seen.has(element) && has(value) ? [element] : [])),
  )
}

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

/** Possible values of a field, of another or the same, in what is selected or in a set; those not possible. */
const stateful = (app: OracleApp, field: string): fc.Arbitrary<Elements> =>
  fc
    .tuple(
      fc.constantFrom('P' as const, 'E' as const),
      fc.option(fc.constantFrom(...alike(app, field))),
      fc.option(naturalSet(app, [listed, searched]), { freq: 2 }),
    )
    .map(([called, named, set]) => {
      const other = named ?? field
      return {
        source: `${called}(${[set && `{${set.source}}`, named && `[${named}]`].filter(Boolean).join(' ')})`,
        fields: [other, ...(set?.fields ?? [])],
        of: (view, selections) => {
          const made = set?.records(view, selections) ?? { kind: 'selection', selections }
          if (made.kind !== 'selection') throw new Error('P() and E() are of selections')
          const values = new Set(possible(view, other, made.selections, called === 'P'))
          return numbersIn(view, field, (value) => values.has(value))
        },
      }
    })

/** What is selected in another field, or in the same. */
const selectedIn = (app: OracleApp, field: string): fc.Arbitrary<Elements> =>
  fc.constantFrom(...alike(app, field)).map((other) => ({
    source: `[${other}]`,
    fields: [other],
    of: (view, selections) => {
      const chosen = selections.get(other)?.values
      if (chosen === undefined) return 'all'
      const seen = visible(view, other)
      const values = new Set(
        symbolsOf(view.app, other).filter((_, element) => chosen.has(element) && seen.has(element)),
      )
      return numbersIn(view, field, (value) => values.has(value))
    },
  }))

const alike = (app: OracleApp, field: string): readonly string[] =>
  fieldNames(app).filter((name) => fieldType(app, name) === fieldType(app, field))

type RandomElements = (app: OracleApp, field: string) => fc.Arbitrary<Elements>

const elements: RandomElements = (app, field) => {
  const plain = fc.oneof(
    { weight: 3, arbitrary: listed(app, field) },
    { weight: 1, arbitrary: searched(app, field) },
    { weight: 2, arbitrary: stateful(app, field) },
    { weight: 1, arbitrary: selectedIn(app, field) },
  )
  const both = fc.tuple(plain, fc.constantFrom<OracleOperator>('+', '-', '*', '/'), plain).map(
    ([left, operator, right]): Elements => ({
      source: `${left.source} ${operator} ${right.source}`,
      fields: [...left.fields, ...right.fields],
      of: (view, selections) => {
        const [a, b] = [left, right].map((side) => {
          const made = side.of(view, selections)
          return made === 'all' ? visible(view, field) : made
        })
        return combined[operator](a ?? new Set(), b ?? new Set())
      },
    }),
  )
  return fc.oneof({ weight: 5, arbitrary: plain }, { weight: 1, arbitrary: both })
}

type Elementary = ReadonlySet<number>

const combined: Readonly<Record<OracleOperator, (a: Elementary, b: Elementary) => Elementary>> = {
  '+': (a, b) => new Set([...a, ...b]),
  '-': (a, b) => new Set([...a].filter((element) => !b.has(element))),
  '*': (a, b) => new Set([...a].filter((element) => b.has(element))),
  '/': (a, b) => new Set([...a, ...b].filter((element) => a.has(element) !== b.has(element))),
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

const operatorOf: Readonly<Record<Exclude<Assignment, '='>, OracleOperator>> = {
  '+=': '+',
  '-=': '-',
  '*=': '*',
  '/=': '/',
}

const modifier = (app: OracleApp, kinds: readonly RandomElements[]): fc.Arbitrary<Modifier> =>
  fc.constantFrom(...fieldNames(app)).chain((field) => {
    const assigned = fc
      .tuple(fc.constantFrom(...assignments), fc.oneof(...kinds.map((elements) => elements(app, field))))
      .map(
        ([assignment, chosen]): Modifier => ({
          field,
          source: `[${field}]${assignment}${chosen.source}`,
          fields: [field, ...chosen.fields],
          values: (view, before, selections) => {
            const made = chosen.of(view, selections)
            if (made === 'all') return null
            // A field without a selection stands for all of its values.
            return assignment === '=' ? made : combined[operatorOf[assignment]](before ?? visible(view, field), made)
          },
        }),
      )
    const cleared = fc.constant<Modifier>({ field, source: `[${field}]=`, fields: [field], values: () => null })
    return fc.oneof({ weight: 5, arbitrary: assigned }, { weight: 1, arbitrary: cleared })
  })

/** An identifier with up to two modifiers of different fields. What stands in them is of the current selections. */
const naturalSet = (app: OracleApp, kinds: readonly RandomElements[]): fc.Arbitrary<OracleSet> =>
  fc
    .tuple(
      fc.constantFrom('', '$', '1'),
      fc.uniqueArray(modifier(app, kinds), { maxLength: 2, selector: ({ field }) => field }),
    )
    .filter(([identifier, modifiers]) => identifier !== '' || modifiers.length > 0)
    .map(([identifier, modifiers]) => ({
      source: `${identifier}${modifiers.length === 0 ? '' : `<${modifiers.map(({ source }) => source).join(', ')}>`}`,
      fields: modifiers.flatMap(({ fields }) => fields),
      records: (view, selections, around) => {
        const base: Readonly<Record<string, OracleRecords>> = {
          '': around ?? { kind: 'selection', selections },
          $: { kind: 'selection', selections },
          '1': { kind: 'selection', selections: new Map() },
        }
        return onSelections(base[identifier] as OracleRecords, (before) => {
          const made = modifiers.map(
            ({ field, values }) => [field, values(view, before.get(field)?.values, selections)] as const,
          )
          const others = [...before].filter(([field]) => !modifiers.some((changed) => changed.field === field))
          const assigned = made.flatMap(([field, values]) =>
            values === null ? [] : [[field, { values, locked: false }] as const],
          )
          return new Map([...others, ...assigned])
        })
      },
    }))

/** A set that is a selection. */
export const randomSelectingSet = (app: OracleApp): fc.Arbitrary<OracleSet> => naturalSet(app, [elements])

/** A set, sometimes what an operation leaves of two. */
export const randomSet = (app: OracleApp): fc.Arbitrary<OracleSet> => {
  const natural = randomSelectingSet(app)
  const both = fc
    .tuple(natural, fc.constantFrom<OracleOperator>('+', '-', '*', '/'), natural)
    .map(([left, kind, right]) => ofBoth(left, kind, right))
  const three = fc
    .tuple(both, fc.constantFrom<OracleOperator>('+', '-', '*', '/'), natural, fc.boolean())
    .map(([pair, kind, other, first]) => {
      const inBrackets = { ...pair, source: `(${pair.source})` }
      return first ? ofBoth(inBrackets, kind, other) : ofBoth(other, kind, inBrackets)
    })
  const others = natural.map(
    (set): OracleSet => ({
      ...set,
      source: `-${set.source}`,
      records: (view, selections, around) => ({
        kind: '-',
        left: { kind: 'selection', selections: new Map() },
        right: set.records(view, selections, around),
      }),
    }),
  )
  return fc.oneof(
    { weight: 8, arbitrary: natural },
    { weight: 3, arbitrary: both },
    { weight: 1, arbitrary: three },
    { weight: 1, arbitrary: others },
  )
}

const ofBoth = (left: OracleSet, kind: OracleOperator, right: OracleSet): OracleSet => ({
  source: `${left.source} ${kind} ${right.source}`,
  fields: [...left.fields, ...right.fields],
  records: (view, selections, around) => ({
    kind,
    left: left.records(view, selections, around),
    right: right.records(view, selections, around),
  }),
})

/** Sets in front of a formula, from left to right. */
export const randomOuterSets = (app: OracleApp): fc.Arbitrary<readonly OuterOracleSet[]> =>
  fc.array(fc.record({ set: randomSet(app), keepsEmpty: fc.boolean() }), { minLength: 1, maxLength: 2 })
