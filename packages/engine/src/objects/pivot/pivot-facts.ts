import type { DimensionFacts } from '../../evaluate/evaluation.js'
import type { HypercubeDefinition } from '../hypercube-definition.js'
import type { EvaluatedAttributes } from '../layout/evaluated-attributes.js'
import { type EvaluatedCube, evaluateCube } from '../layout/evaluated-cube.js'
import type { Scope } from '../scope.js'
import { PivotFailure, type PivotGrid } from './pivot-grids.js'

/** Facts of the columns of a table: those of its deepest parts, and of dimensions that are not shown, those of themselves. */
export const cubeOfFacts = async (
  scope: Scope,
  definition: HypercubeDefinition,
  frozen: boolean,
  read: ReadonlyMap<string, PivotGrid>,
): Promise<EvaluatedCube> => {
  const grids = [...read.values()].map(({ cube }) => cube)
  const dimensions = await Promise.all(
    definition.dimensions.map(async (dimension, position): Promise<DimensionFacts> => {
      const facts = grids.flatMap(({ definition: part, result }) =>
        part.dimensions.flatMap((own, index) =>
          own.definition === dimension.definition ? (result.dimensions[index] ?? []) : [],
        ),
      )
      const [known] = facts.sort((a, b) => b.hypercubeCardinality - a.hypercubeCardinality)
      const total = (definition.pivot.totals[position] ?? null) === null ? 0 : 1
      if (known) return { ...known, hypercubeCardinality: known.hypercubeCardinality + total }
      const alone = await evaluateCube(
        scope,
        { ...definition, dimensions: [{ ...dimension, attributes: [] }], measures: [], interColumnSortOrder: [] },
        frozen,
      )
      const [own] = alone.ok ? alone.cube.result.dimensions : []
      if (!alone.ok || !own)
        throw new PivotFailure(alone.ok ? [] : alone.errors.map((error) => ({ ...error, column: position })))
      return { ...own, hypercubeCardinality: 0 }
    }),
  )
  const deepest = grids.reduce<EvaluatedCube | undefined>(
    (most, cube) => (most && most.definition.dimensions.length >= cube.definition.dimensions.length ? most : cube),
    undefined,
  )
  if (!deepest) throw new PivotFailure([])
  return {
    ...deepest,
    // The parts know which measures failed.
    definition: { ...definition, measures: deepest.definition.measures },
    columns: definition.dimensions.length + definition.measures.length,
    attributes: attributesAmong(grids, deepest),
    result: {
      ...deepest.result,
      dimensions,
      grandTotal: [],
      hasOthers: grids.some(({ result }) => result.hasOthers),
    },
  }
}

/** Attributes of a dimension are known from the headers that end with it, those of measures from the cells. */
const attributesAmong = (grids: readonly EvaluatedCube[], deepest: EvaluatedCube): EvaluatedAttributes => ({
  of: (asked) =>
    asked.flatMap((attribute) => {
      const [header = deepest] = grids.filter(({ definition }) =>
        definition.dimensions.at(-1)?.attributes.some(({ source }) => source === attribute.source),
      )
      const known = header.attributes.of([attribute])
      return known.length > 0 ? known : [{ attribute, title: attribute.title }]
    }),
  positionOf: deepest.attributes.positionOf,
})
