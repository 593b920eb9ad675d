import type { HypercubeResult } from '../../evaluate/evaluation.js'
import type { JsonObject } from '../../json.js'
import { type AttributeColumn, type AttributeDimension, isDimension } from '../attribute-columns.js'
import type { HypercubeDefinition } from '../hypercube-definition.js'
import { type Scope, selectedHere, standing } from '../scope.js'
import type { AttributeValues, EvaluatedAttribute } from './attributes.js'
import { heldSelection } from './dimension-selection.js'
import { titleText } from './expression.js'

/** The attributes of a cube with what is known of them, and where in its rows their values are. */
export interface EvaluatedAttributes {
  readonly of: (attributes: readonly AttributeColumn[]) => readonly EvaluatedAttribute[]
  readonly positionOf: (attribute: AttributeColumn) => number | undefined
}

/** Values that an attribute dimension may have: all of them are looked up. */
const maxValues = 200_000

const valuesOf = async (
  scope: Scope,
  { definition }: AttributeDimension,
  frozen: boolean,
): Promise<AttributeValues | string> => {
  const evaluate = frozen ? scope.moment.frozenHypercube : scope.moment.hypercube
  const outcome = await evaluate({ dimensions: [{ definition }], measures: [], ...standing(scope) })
  if (!outcome.ok) return outcome.errors[0]?.message ?? 'It could not be evaluated.'
  const { rowCount, dimensions, page } = outcome.cube
  const [facts] = dimensions
  if (!facts || rowCount > maxValues) return `An attribute dimension has at most ${maxValues} values, not ${rowCount}.`
  const elements = new Map(
    (await page(0, rowCount)).flatMap(([cell]) => (cell ? [[cell.num ?? cell.text, cell.elem]] : [])),
  )
  return {
    facts,
    locked: heldSelection(selectedHere(scope), facts).locked,
    elementOf: ({ num, text }) => elements.get(num ?? text) ?? -2,
  }
}

/**
 * Looks up what the attributes of a cube need beside its rows.
 *
 * @param result the evaluated cube, whose last measures are the attributes that have no problem; `null` where it failed
 */
export const evaluatedAttributes = async (
  scope: Scope,
  { dimensions, measures }: HypercubeDefinition,
  result: HypercubeResult | null,
  frozen: boolean,
): Promise<EvaluatedAttributes> => {
  const attributes = [...dimensions, ...measures].flatMap((column) => column.attributes)
  const computed = attributes.filter(({ problem }) => problem === undefined)
  const known = new Map<JsonObject, EvaluatedAttribute>()
  for (const attribute of attributes) {
    const position = computed.indexOf(attribute)
    const facts = position < 0 ? undefined : result?.measures[measures.length + position]
    const values =
      result && position >= 0 && isDimension(attribute) ? await valuesOf(scope, attribute, frozen) : undefined
    known.set(attribute.source, {
      attribute: typeof values === 'string' ? { ...attribute, problem: values } : attribute,
      title: await titleText(scope, attribute.title),
      ...(facts ? { facts } : {}),
      ...(values && typeof values !== 'string' ? { values } : {}),
    })
  }
  return {
    of: (asked) => asked.flatMap((attribute) => known.get(attribute.source) ?? []),
    positionOf: (attribute) => {
      const position = computed.findIndex(({ source }) => source === attribute.source)
      return position < 0 ? undefined : dimensions.length + measures.length + position
    },
  }
}
