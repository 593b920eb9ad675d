import type { MeasureKind, PivotRecord, RandomPivot } from './random-pivot.js'

type Value = string | null

/** A row or a column of cells: the values of its dimensions, and what its headers are. */
export interface OracleEnd {
  readonly path: readonly Value[]
  readonly isTotal: boolean
  readonly measure: number | null
  readonly headers: readonly OracleHeader[]
}

export interface OracleHeader {
  /** As it is shown: text, type, and `+` or `-`. */
  readonly text: string
  /** The values of a header that can be expanded or collapsed. */
  readonly turns: readonly Value[] | null
}

/** What is expanded along a side. */
export interface OracleExpanded {
  all: boolean
  turned: Set<string>
}

export interface OraclePivot {
  readonly left: readonly OracleEnd[]
  readonly top: readonly OracleEnd[]
  /** Texts of the cells, `-` where there is no value. */
  readonly cells: readonly (readonly string[])[]
}

interface SideNames {
  readonly names: readonly string[]
  readonly levels: readonly string[]
}

const measuresName = 'measures'

/** Dimensions and the measures of both sides. */
export const sidesOf = (pivot: RandomPivot): { readonly left: SideNames; readonly top: SideNames } => {
  const levels: string[] = [...pivot.levels]
  if (pivot.measures.length > 1) levels.splice(Math.min(pivot.measuresAt, levels.length), 0, measuresName)
  const left = pivot.leftLevels < 0 ? levels : levels.slice(0, pivot.leftLevels)
  const top = levels.slice(left.length)
  const of = (side: readonly string[]) => ({ levels: side, names: side.filter((level) => level !== measuresName) })
  return { left: of(left), top: of(top) }
}

const compare =
  (descending: boolean) =>
  (a: Value, b: Value): number => {
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return (a < b ? -1 : 1) * (descending ? -1 : 1)
  }

const matches = (record: PivotRecord, names: readonly string[], path: readonly Value[]): boolean =>
  path.every((value, index) => record.values[names[index] ?? ''] === value)

/** Evaluates a pivot table with nested loops over records. */
export const oraclePivot = (
  records: readonly PivotRecord[],
  pivot: RandomPivot,
  expanded: { readonly left: OracleExpanded; readonly top: OracleExpanded },
): OraclePivot => {
  const sides = sidesOf(pivot)

  /** Values within others that have records; without those of which a deeper level is left out, where all are shown. */
  const valuesIn = (names: readonly string[], path: readonly Value[], depth: number): readonly Value[] => {
    const name = names[path.length] ?? ''
    const found = new Set<Value>()
    for (const record of records) {
      if (!matches(record, names, path)) continue
      const hidden = names
        .slice(0, Math.max(depth, path.length + 1))
        .some((other) => pivot.withoutNulls.includes(other) && record.values[other] === null)
      if (!hidden) found.add(record.values[name] ?? null)
    }
    return [...found].sort(compare(pivot.descending.includes(name)))
  }

  const isOpen = (side: 'left' | 'top', path: readonly Value[]): boolean => {
    if (pivot.alwaysExpanded) return true
    const { all, turned } = expanded[side]
    return turned.has(JSON.stringify(path)) !== all
  }

  interface Shown {
    path: readonly Value[]
    open: boolean | null
    within: Shown[]
  }

  const shownIn = (side: 'left' | 'top', path: readonly Value[]): Shown => {
    const { names } = sides[side]
    if (path.length === names.length) return { path, open: null, within: [] }
    if (path.length > 0 && !isOpen(side, path)) return { path, open: false, within: [] }
    const values = valuesIn(names, path, pivot.alwaysExpanded ? names.length : 0)
    const within = values.map((value) => shownIn(side, [...path, value]))
    return { path, open: path.length === 0 || within.length > 0, within }
  }

  const has = (name: string | undefined) => name !== undefined && pivot.totals.includes(name)

  const endsOf = (
    side: 'left' | 'top',
    { path, open, within }: Shown,
  ): { path: readonly Value[]; isTotal: boolean }[] =>
    open
      ? [
          ...within.flatMap((inner) => endsOf(side, inner)),
          ...(has(sides[side].names[path.length]) ? [{ path, isTotal: true }] : []),
        ]
      : [{ path, isTotal: false }]

  interface Place {
    readonly path: readonly Value[]
    readonly isTotal: boolean
  }

  const recordsOf = (row: readonly Value[], column: readonly Value[]) =>
    records.filter((record) => matches(record, sides.left.names, row) && matches(record, sides.top.names, column))

  const sum = (row: readonly Value[], column: readonly Value[]): number | null => {
    const found = recordsOf(row, column)
    if (found.length === 0) return null
    return found.reduce((total, { n }) => total + (n ?? 0), 0)
  }

  /** All values at a depth of a side, in order, within a value. */
  const segmentOf = (names: readonly string[], path: readonly Value[], depth: number): (readonly Value[])[] =>
    path.length === depth
      ? [path]
      : valuesIn(names, path, depth).flatMap((value) => segmentOf(names, [...path, value], depth))

  const segments = (side: 'left' | 'top', path: readonly Value[]) => {
    const { names } = sides[side]
    const own = segmentOf(names, path.slice(0, -1), path.length)
    const all = segmentOf(names, [], path.length)
    const at = (list: (readonly Value[])[]) => list.findIndex((other) => JSON.stringify(other) === JSON.stringify(path))
    return { own, all, place: at(own), placeInAll: at(all) }
  }

  const isSeen = ({ path, isTotal }: Place) => !isTotal && path.length > 0

  const valueOf = (kind: MeasureKind, row: Place, column: Place): string | number | null => {
    const down = isSeen(row) ? segments('left', row.path) : null
    const across = isSeen(column) ? segments('top', column.path) : null
    const above = (list: (readonly Value[])[] | undefined, index: number) => {
      const found = list?.[index]
      return found ? sum(found, column.path) : null
    }
    const beside = (list: (readonly Value[])[] | undefined, index: number) => {
      const found = list?.[index]
      return found ? sum(row.path, found) : null
    }
    const kinds: Readonly<Record<MeasureKind, () => string | number | null>> = {
      sum: () => sum(row.path, column.path),
      count: () => recordsOf(row.path, column.path).filter(({ n }) => n !== null).length,
      above: () => above(down?.own, (down?.place ?? 0) - 1),
      aboveTotal: () => above(down?.all, (down?.placeInAll ?? 0) - 1),
      below2: () => above(down?.own, (down?.place ?? 0) + 2),
      before: () => beside(across?.own, (across?.place ?? 0) - 1),
      afterTotal: () => beside(across?.all, (across?.placeInAll ?? 0) + 1),
      first2: () => beside(across?.own, 1),
      last: () => beside(across?.own, (across?.own.length ?? 0) - 1),
      rangeBefore: () =>
        across
          ? (beside(across.own, across.place) ?? 0) +
            (beside(across.own, across.place - 1) ?? 0) +
            (beside(across.own, across.place - 2) ?? 0)
          : 0,
      places: () => (down && across ? (down.place + 1) * 100 + across.place + 1 : null),
      counts: () =>
        `${down ? down.own.length : ''}/${across ? across.own.length : ''}/${across ? across.all.length : ''}`,
      depths: () => `${row.path.length}/${column.path.length}`,
    }
    return kinds[kind]()
  }

  const cell = (kind: MeasureKind, row: Place, column: Place) =>
    recordsOf(row.path, column.path).length === 0 ||
    [...sides.left.names, ...sides.top.names].some((name) => {
      const side = sides.left.names.includes(name) ? ('left' as const) : ('top' as const)
      const path = side === 'left' ? row.path : column.path
      const index = sides[side].names.indexOf(name)
      return index < path.length && pivot.withoutNulls.includes(name) && path[index] === null
    })
      ? null
      : valueOf(kind, row, column)

  const kept = (side: 'left' | 'top', shown: Shown, others: readonly Place[]): Shown => ({
    ...shown,
    within: shown.within
      .map((inner) => kept(side, inner, others))
      .filter((inner) => {
        if (inner.open) return inner.within.length > 0
        const place = { path: inner.path, isTotal: false }
        return others.some((other) =>
          pivot.measures.some((kind) => {
            const value = side === 'left' ? cell(kind, place, other) : cell(kind, other, place)
            return pivot.suppress === 'zero' ? value !== null && value !== 0 : value !== null
          }),
        )
      }),
  })

  const whole = { left: shownIn('left', []), top: shownIn('top', []) }
  const ends = { left: endsOf('left', whole.left), top: endsOf('top', whole.top) }
  const visible =
    pivot.suppress === 'nothing'
      ? whole
      : { left: kept('left', whole.left, ends.top), top: kept('top', whole.top, ends.left) }

  const axis = (side: 'left' | 'top'): readonly OracleEnd[] => {
    const { names, levels } = sides[side]
    const root = visible[side]
    if (names.length > 0 && root.within.length === 0) return []
    const deepest = (shown: Shown): number => Math.max(shown.path.length, ...shown.within.map(deepest))
    const hidden = new Set(names.slice(deepest(root)))
    const shownLevels = levels.filter((level) => !hidden.has(level))
    const heads = side === 'top' && levels.length === 0 && pivot.measures.length === 1 ? [measuresName] : shownLevels
    const walk = (
      shown: Shown,
      depth: number,
      state: 'open' | 'closed' | 'total',
      measure: number | null,
      headers: readonly OracleHeader[],
    ): readonly OracleEnd[] => {
      const level = heads[depth]
      if (level === undefined) return [{ path: shown.path, isTotal: state === 'total', measure, headers }]
      const next = (
        text: string,
        turns: readonly Value[] | null,
        to: Shown = shown,
        then: 'open' | 'closed' | 'total' = state,
        which = measure,
      ) => walk(to, depth + 1, then, which, [...headers, { text, turns }])
      if (level === measuresName)
        return pivot.measures.flatMap((kind, index) => next(`${kind}/P`, null, shown, state, index))
      if (state !== 'open') return next(state === 'total' || has(level) ? '/T' : '/E', null)
      const total = has(level) ? next(`all ${level}/T`, null, shown, 'total') : []
      const values = shown.within.flatMap((inner) => {
        const turn = pivot.alwaysExpanded || inner.open === null ? '' : inner.open ? '-' : '+'
        const value = inner.path.at(-1)
        const text = `${value ?? '-'}${turn}/${value === null ? 'U' : 'N'}`
        return next(text, turn === '' ? null : inner.path, inner, inner.open === false ? 'closed' : 'open')
      })
      return pivot.totalsAbove ? [...total, ...values] : [...values, ...total]
    }
    return walk(root, 0, 'open', null, [])
  }

  const left = axis('left')
  const top = axis('top')
  const cells = left.map((row) =>
    top.map((column) => {
      const kind = pivot.measures[row.measure ?? column.measure ?? 0] ?? 'sum'
      return String(cell(kind, row, column) ?? '-')
    }),
  )
  return { left, top, cells }
}
