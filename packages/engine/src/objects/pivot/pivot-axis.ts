import type { Cell } from '../../evaluate/evaluation.js'
import { inPace } from '../../turns.js'
import { measuresLevel } from './pivot-definition.js'
import { type ShownValue, shownDepth } from './visible-values.js'

/** A header of a pivot table. */
export interface AxisNode {
  /** `empty` stands below what is collapsed or a total, where others are deeper. */
  readonly kind: 'value' | 'total' | 'total placeholder' | 'empty' | 'measure'
  /** The position of its dimension; -1 for the measures. */
  readonly level: number
  /** The values that it stands for, its own last. */
  readonly path: readonly Cell[]
  /** Whether its inner values are shown; `null` where they cannot be shown or hidden. */
  readonly open: boolean | null
  readonly measure: number | null
  readonly within: readonly AxisNode[]
  /** The number of its first end among those of the axis, and how many it has. */
  readonly first: number
  readonly count: number
}

/** A row or a column of the cells of a pivot table. */
export interface AxisEnd {
  readonly path: readonly Cell[]
  readonly isTotal: boolean
  /** The measure that its header names; `null` where that of the other side does. */
  readonly measure: number | null
  /** Its headers, the outermost first. */
  readonly nodes: readonly AxisNode[]
}

export interface Axis {
  readonly nodes: readonly AxisNode[]
  readonly ends: readonly AxisEnd[]
}

/** What an axis is built from. */
export interface AxisLevels {
  /** Positions of the dimensions, -1 for the measures. */
  readonly levels: readonly number[]
  readonly measures: number
  readonly hasTotal: (dimension: number) => boolean
  readonly totalsFirst: boolean
  /** Nothing can be collapsed. */
  readonly alwaysExpanded: boolean
}

/** Where a header stands: at a value, below one that is collapsed, or below a total. */
interface Place {
  readonly value: ShownValue
  readonly state: 'open' | 'collapsed' | 'total'
  readonly measure: number | null
}

interface Mutable {
  readonly node: { first: number; count: number; within: readonly AxisNode[] } & Omit<
    AxisNode,
    'first' | 'count' | 'within'
  >
}

/** Builds the headers of a side. Levels that nothing is expanded to are left out. */
export const buildAxis = async (whole: ShownValue, side: AxisLevels): Promise<Axis> => {
  const ends: AxisEnd[] = []
  const pace = inPace()
  const dimensions = side.levels.filter((level) => level !== measuresLevel)
  const shown = new Set(dimensions.slice(0, shownDepth(whole)))
  const levels = side.levels.filter((level) => level === measuresLevel || shown.has(level))

  const header = async (
    own: Pick<AxisNode, 'kind' | 'level' | 'open'>,
    place: Place,
    depth: number,
    around: readonly AxisNode[],
  ): Promise<AxisNode> => {
    await pace()
    const node: Mutable['node'] = {
      ...own,
      path: place.value.path,
      measure: own.level === measuresLevel ? place.measure : null,
      first: ends.length,
      count: 0,
      within: [],
    }
    node.within = await headers(depth + 1, place, [...around, node])
    node.count = ends.length - node.first
    return node
  }

  const headers = async (depth: number, place: Place, around: readonly AxisNode[]): Promise<readonly AxisNode[]> => {
    const level = levels[depth]
    const { value, state, measure } = place
    if (level === undefined) {
      ends.push({ path: value.path, isTotal: state === 'total', measure, nodes: around })
      return []
    }
    const built: AxisNode[] = []
    if (level === measuresLevel) {
      for (let index = 0; index < side.measures; index++)
        built.push(await header({ kind: 'measure', level, open: null }, { ...place, measure: index }, depth, around))
      return built
    }
    if (state !== 'open') {
      const kind = state === 'total' || side.hasTotal(level) ? 'total placeholder' : 'empty'
      return [await header({ kind, level, open: null }, place, depth, around)]
    }
    const total = async () => {
      if (side.hasTotal(level))
        built.push(await header({ kind: 'total', level, open: null }, { ...place, state: 'total' }, depth, around))
    }
    if (side.totalsFirst) await total()
    for (const inner of value.within)
      built.push(
        await header(
          { kind: 'value', level, open: side.alwaysExpanded ? null : inner.open },
          { value: inner, state: inner.open === false ? 'collapsed' : 'open', measure },
          depth,
          around,
        ),
      )
    if (!side.totalsFirst) await total()
    return built
  }

  // A side whose values are all left out has no total either.
  if (dimensions.length > 0 && whole.within.length === 0) return { nodes: [], ends: [] }
  return { nodes: await headers(0, { value: whole, state: 'open', measure: null }, []), ends }
}
