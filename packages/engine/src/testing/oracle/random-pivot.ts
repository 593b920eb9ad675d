import fc from 'fast-check'

/** A record: values of dimensions by name, and a number. */
export interface PivotRecord {
  readonly values: Readonly<Record<string, string | null>>
  readonly n: number | null
}

export const dimensionNames = ['a', 'b', 'c', 'd'] as const

const domains: Readonly<Record<(typeof dimensionNames)[number], readonly (string | null)[]>> = {
  a: ['x', 'y', 'z', null],
  b: ['p', 'q', null],
  c: ['k', 'l', 'm'],
  d: ['u', 'v'],
}

const record: fc.Arbitrary<PivotRecord> = fc.record({
  values: fc.record({
    a: fc.constantFrom(...domains.a),
    b: fc.constantFrom(...domains.b),
    c: fc.constantFrom(...domains.c),
    d: fc.constantFrom(...domains.d),
  }),
  n: fc.option(fc.integer({ min: -3, max: 5 }), { freq: 5 }),
})

export const measureKinds = [
  'sum',
  'count',
  'above',
  'aboveTotal',
  'below2',
  'before',
  'afterTotal',
  'first2',
  'last',
  'rangeBefore',
  'places',
  'counts',
  'depths',
] as const

export type MeasureKind = (typeof measureKinds)[number]

/** A pivot table and what is done with it. */
export interface RandomPivot {
  readonly levels: readonly string[]
  /** Where the measures are among the dimensions, if there are several. */
  readonly measuresAt: number
  readonly leftLevels: number
  readonly measures: readonly MeasureKind[]
  readonly totals: readonly string[]
  readonly withoutNulls: readonly string[]
  readonly descending: readonly string[]
  readonly totalsAbove: boolean
  readonly alwaysExpanded: boolean
  readonly suppress: 'nothing' | 'missing' | 'zero'
  /** Values that are expanded or collapsed, counted among the ends and levels of a side. */
  readonly turns: readonly {
    readonly side: 'left' | 'top'
    readonly expand: boolean
    readonly all: boolean
    readonly end: number
    readonly level: number
  }[]
}

const names = fc.subarray([...dimensionNames])

export const randomRecords = fc.array(record, { minLength: 1, maxLength: 18 })

export const randomPivot: fc.Arbitrary<RandomPivot> = fc.record({
  levels: fc.shuffledSubarray([...dimensionNames], { minLength: 1, maxLength: 4 }),
  measuresAt: fc.nat(4),
  leftLevels: fc.integer({ min: -1, max: 5 }),
  measures: fc.shuffledSubarray([...measureKinds], { minLength: 1, maxLength: 3 }),
  totals: names,
  withoutNulls: names,
  descending: names,
  totalsAbove: fc.boolean(),
  alwaysExpanded: fc.boolean(),
  suppress: fc.constantFrom('nothing' as const, 'missing' as const, 'zero' as const),
  turns: fc.array(
    fc.record({
      side: fc.constantFrom('left' as const, 'top' as const),
      expand: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      all: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      end: fc.nat(30),
      level: fc.nat(4),
    }),
    { maxLength: 6 },
  ),
})
