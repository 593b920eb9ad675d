import type { Cell } from '../../evaluate/evaluation.js'
import type { JsonObject } from '../../json.js'
import type { DimensionColumn } from '../column-definition.js'
import { type Row, rowsByTuple, tupleKey } from '../pivot/pivot-tuples.js'
import type { EvaluatedAttributes } from './evaluated-attributes.js'
import type { CubeOutcome, EvaluatedCube } from './evaluated-cube.js'

/** The values that have others within them, with their own cells: a measure of theirs is no measure of the first row within them. */
export interface HeaderCubes {
  /** The cell of a value, the last of a path; `undefined` where its dimension has no attributes. */
  readonly headerOf: (path: readonly Cell[]) => JsonObject | undefined
  /** What is known of all attributes: of those of outer dimensions, from their own values. */
  readonly attributes: EvaluatedAttributes
}

export type HeaderOutcome = ({ readonly ok: true } & HeaderCubes) | Extract<CubeOutcome, { ok: false }>

interface Header {
  readonly cube: EvaluatedCube
  readonly rows: ReadonlyMap<string, Row>
}

/**
 * Evaluates attributes of outer dimensions for the values of these.
 *
 * @param cube the cube of all dimensions
 * @param dimensions its dimensions by level, the outermost first
 * @param partAt evaluates the cube of the first levels alone, as many as it is called with
 */
export const headerCubes = async (
  cube: EvaluatedCube,
  dimensions: readonly DimensionColumn[],
  partAt: (depth: number) => Promise<CubeOutcome>,
): Promise<HeaderOutcome> => {
  const headers = new Map<number, Header>()
  for (const [level, { attributes }] of dimensions.slice(0, -1).entries()) {
    if (attributes.length === 0) continue
    const depth = level + 1
    const part = await partAt(depth)
    if (!part.ok) return part
    headers.set(depth, { cube: part.cube, rows: await rowsByTuple(part.cube.result, depth) })
  }
  const sourceOf = new Map(
    [...headers].flatMap(([depth, header]) =>
      (dimensions[depth - 1]?.attributes ?? []).map(({ source }) => [source, header.cube.attributes] as const),
    ),
  )
  return {
    ok: true,
    headerOf: (path) => {
      const header = headers.get(path.length)
      const row = header?.rows.get(tupleKey(path))
      return header && row && header.cube.rowLayout(row)[path.length - 1]
    },
    attributes: {
      ...cube.attributes,
      of: (asked) => asked.flatMap((one) => (sourceOf.get(one.source) ?? cube.attributes).of([one])),
    },
  }
}
