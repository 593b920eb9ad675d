import { UnderstudyError } from '@understudy/contract'
import type { JsonObject } from '../json.js'
import { limits } from '../limits.js'
import { type Page, parsePages } from '../objects/data-page.js'
import { binnedPages, parseBinOptions } from '../objects/layout/binned-cube.js'
import { continuousPages, parseContinuousOptions } from '../objects/layout/continuous-cube.js'
import { type EvaluatedCube, straightPages } from '../objects/layout/evaluated-cube.js'
import { evaluateStacked, type StackedCube, stackedPages } from '../objects/layout/stacked-cube.js'
import { isInSelections, type Scope } from '../objects/scope.js'
import { cubeAt, hypercubeAt } from './definition-at.js'
import { type Methods, query } from './method.js'
import { anything, arrayOfParameter, boolean, object, optional, text } from './parameters.js'

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
const reducedPages = async (
  scope: Scope,
  id: string,
  path: string,
  pages: readonly Page[],
): Promise<readonly JsonObject[]> => {
  const { definition } = await hypercubeAt(scope, id, path)
  if (definition.mode !== 'K') return straightPages(await cubeAt(scope, id, path), pages)
  const { outer } = await stackedAt(scope, id, path)
  return straightPages(
    outer,
    pages.map((page) => ({ ...page, left: 0 })),
  )
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
    { qPath: text, qPages: arrayOfParameter(object) },
    async ({ scope }, { id }, { qPath, qPages }) => ({
      qDataPages: await reducedPages(scope, id, qPath, parsePages(qPages)),
    }),
  ),
  GetHyperCubeStackData: objectQuery(
    { qPath: text, qPages: arrayOfParameter(object) },
    async ({ scope }, { id }, { qPath, qPages }) => ({
      qDataPages: stackedPages(await stackedAt(scope, id, qPath), parsePages(qPages)),
    }),
  ),
  GetHyperCubeBinnedData: objectQuery(
    {
      qPath: text,
      qPages: anything,
      qViewport: anything,
      qDataRanges: optional(arrayOfParameter(object, maxRanges), []),
      qMaxNbrCells: anything,
      qQueryLevel: anything,
      qBinningMethod: anything,
    },
    async ({ scope }, { id }, { qPath, qDataRanges, qMaxNbrCells, qQueryLevel }) => {
      const cube = await straightAt(scope, id, qPath)
      if (cube.definition.measures.length < 2)
        throw new UnderstudyError('QIX-IMPOSSIBLE', 'points lie in the plane of two measures')
      return { qDataPages: await binnedPages(cube, parseBinOptions(qDataRanges, qMaxNbrCells, qQueryLevel)) }
    },
    'a grid of even cells, whatever the method, without the others that a limit leaves out; of cubes of at most 200,000 rows',
  ),
  GetHyperCubeContinuousData: objectQuery(
    { qPath: text, qOptions: object, qReverseSort: optional(boolean, false) },
    async ({ scope }, { id }, { qPath, qOptions, qReverseSort }) => {
      const cube = await straightAt(scope, id, qPath)
      if (cube.definition.dimensions.length === 0)
        throw new UnderstudyError('QIX-IMPOSSIBLE', 'the axis is one of a dimension')
      const pages = await continuousPages(cube, parseContinuousOptions(qOptions), qReverseSort)
      // Charts draw ticks of their own where there are none.
      return { qDataPages: pages, qAxisData: { qAxis: [] } }
    },
    'without ticks, which charts then make themselves; of cubes of at most 200,000 rows',
  ),
}
