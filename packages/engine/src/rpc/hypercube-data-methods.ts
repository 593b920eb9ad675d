import { UnderstudyError } from '@understudy/contract'
import type { Json, JsonObject } from '../json.js'
import { limits } from '../limits.js'
import { type Page, parsePages } from '../objects/data-page.js'
import { binnedPages, parseBinOptions } from '../objects/layout/binned-cube.js'
import { continuousPages, parseContinuousOptions } from '../objects/layout/continuous-cube.js'
import { type EvaluatedCube, straightPages } from '../objects/layout/evaluated-cube.js'
import { type Reduction, reducedPages, reductionOf } from '../objects/layout/reduced-cube.js'
import { evaluateStacked, type StackedCube, stackedPages } from '../objects/layout/stacked-cube.js'
import { isInSelections, type Scope } from '../objects/scope.js'
import { cubeAt, hypercubeAt } from './definition-at.js'
import { type Methods, query } from './method.js'
import { anything, arrayOfParameter, boolean, integer, object, only, optional, text, unheeded } from './parameters.js'

const objectQuery = query<'GenericObject'>()

const stackedAt = async (around: Scope, id: string, path: string): Promise<StackedCube> => {
  const { definition, scope } = await hypercubeAt(around, id, path)
  const outcome = await evaluateStacked(scope, definition, isInSelections(scope, id))
  if (!outcome.ok)
    throw new UnderstudyError('QIX-IMPOSSIBLE', outcome.errors[0]?.message ?? 'it could not be evaluated')
  return outcome.stacked
}

/**
 * A reduced cube draws the small chart along a scroll bar. Of a stacked cube that is its outer dimension, whichever column
 * a chart asks to begin with: bars ask from the second, lines from the first, and both draw one point per outer value.
 */
const reducedPagesAt = async (
  scope: Scope,
  id: string,
  path: string,
  pages: readonly Page[],
  reduction: Reduction,
): Promise<readonly JsonObject[]> => {
  const { definition } = await hypercubeAt(scope, id, path)
  if (definition.mode !== 'K') return reducedPages(await cubeAt(scope, id, path), pages, reduction)
  const { outer } = await stackedAt(scope, id, path)
  const answered = await reducedPages(
    outer,
    pages.map((page) => ({ ...page, left: 0 })),
    reduction,
  )
  // Charts take a reduced page of a stacked cube for one of other columns.
  return answered.map((page) => ({ ...page, qIsReduced: false }))
}

const straightAt = async (scope: Scope, id: string, path: string): Promise<EvaluatedCube> => {
  const { mode } = (await hypercubeAt(scope, id, path)).definition
  if (mode !== 'S') throw new UnderstudyError('QIX-IMPOSSIBLE', `the cube is of mode ${mode}, not S`)
  return cubeAt(scope, id, path)
}

/** Rectangles that points are looked for in. */
const maxRanges = limits.rectangles.most

/** Methods of a generic object that page through one of its hypercubes. */
export const hypercubeDataMethods: Methods<'GenericObject'> = {
  GetHyperCubeData: objectQuery(
    { qPath: text, qPages: arrayOfParameter(object) },
    async ({ scope }, { id }, { qPath, qPages }) => ({
      qDataPages: await straightPages(await straightAt(scope, id, qPath), parsePages(qPages)),
    }),
  ),
  GetHyperCubeReducedData: objectQuery(
    {
      qPath: text,
      qPages: arrayOfParameter(object),
      qZoomFactor: optional<Json>(anything, -1),
      qReductionMode: optional<Json>(anything, 'D1'),
    },
    async ({ scope }, { id }, { qPath, qPages, qZoomFactor, qReductionMode }) => ({
      qDataPages: await reducedPagesAt(scope, id, qPath, parsePages(qPages), reductionOf(qZoomFactor, qReductionMode)),
    }),
    'of each part of the rows the first, the least, the greatest and the last; of cubes of at most 200,000 rows',
  ),
  GetHyperCubeStackData: objectQuery(
    { qPath: text, qPages: arrayOfParameter(object), qMaxNbrCells: optional(integer, limits.cells.most) },
    async ({ scope }, { id }, { qPath, qPages, qMaxNbrCells }) => ({
      qDataPages: stackedPages(await stackedAt(scope, id, qPath), parsePages(qPages), qMaxNbrCells),
    }),
  ),
  GetHyperCubeBinnedData: objectQuery(
    {
      qPath: text,
      qPages: unheeded('the two pages hold all cells and points that are answered'),
      qViewport: unheeded('no published schema uses it yet'),
      qDataRanges: optional(arrayOfParameter(object, maxRanges), []),
      qMaxNbrCells: anything,
      qQueryLevel: anything,
      qBinningMethod: only([0, 2], 'cells are even squares of a grid, and no hexagons'),
    },
    async ({ scope }, { id }, { qPath, qDataRanges, qMaxNbrCells, qQueryLevel }) => {
      const cube = await straightAt(scope, id, qPath)
      if (cube.definition.measures.length < 2)
        throw new UnderstudyError('QIX-IMPOSSIBLE', 'points lie in the plane of two measures')
      return { qDataPages: await binnedPages(cube, parseBinOptions(qDataRanges, qMaxNbrCells, qQueryLevel)) }
    },
    'a grid of even cells, without the others that a limit leaves out; of cubes of at most 200,000 rows',
  ),
  GetHyperCubeContinuousData: objectQuery(
    { qPath: text, qOptions: object, qReverseSort: optional(boolean, false) },
    async ({ scope }, { id }, { qPath, qOptions, qReverseSort }) => {
      const { mode } = (await hypercubeAt(scope, id, qPath)).definition
      if (mode !== 'S' && mode !== 'K')
        throw new UnderstudyError('QIX-IMPOSSIBLE', `the cube is of mode ${mode}, not S or K`)
      const cube = await cubeAt(scope, id, qPath)
      if (cube.definition.dimensions.length === 0)
        throw new UnderstudyError('QIX-IMPOSSIBLE', 'the axis is one of a dimension')
      const pages = await continuousPages(cube, parseContinuousOptions(qOptions), qReverseSort)
      // Charts draw ticks of their own where there are none.
      return { qDataPages: pages, qAxisData: { qAxis: [] } }
    },
    'without ticks, which charts then make themselves; of cubes of at most 200,000 rows',
  ),
}
