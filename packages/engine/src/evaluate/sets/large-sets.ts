import { UnderstudyError } from '@understudy/contract'
import { expressionProblem } from '../../expressions/expression-problem.js'
import type { Element, ElementSet } from '../../expressions/sets/set-expression.js'
import { needsOrder, typeOf } from '../../expressions/typed-expression.js'
import { formatsAround } from '../../format/field-format.js'
import type { FieldModel } from '../../model/data-model.js'
import { fieldKey } from '../../plan/group-key.js'
import { planCube } from '../../plan/plan-cube.js'
import { allowedSymbols, conditionOf, type SymbolCondition } from '../../plan/symbol-condition.js'
import { boundErrors } from '../cube-bounds.js'
import type { EvaluationContext } from '../evaluation.js'
import { selectedScope } from '../field-elements.js'
import { labelsOf } from '../visible-fields.js'
import { calculatedPossible } from './calculated-possible.js'
import { elementsOf, writtenNumber } from './element-sets.js'
import { resolveScopes } from './resolve-scopes.js'
import { resolveSet } from './resolve-set.js'
import { selectionsOf } from './selections-of.js'
import { setSearch } from './set-search.js'

const defaultHeldValues = 50_000

/** Values of another field that may stand for those of a large one: each is compared with all of them. */
const maxMapped = 1_000

/** Whether a field has so many values that the database is to find those that a set names. */
export const isLarge = ({ heldValues = defaultHeldValues }: EvaluationContext, { symbolCount }: FieldModel): boolean =>
  symbolCount > heldValues

/**
 * The values of a large field that an element set names, as a condition that the database tests. Values that the person
 * may not see meet it, too: the scope that it is put into leaves them out.
 *
 * @returns `all` where nothing restricts the field
 */
export const conditionOfElements = async (
  context: EvaluationContext,
  field: FieldModel,
  elements: ElementSet,
): Promise<SymbolCondition | 'all'> => {
  const arms: {
    readonly [K in ElementSet['kind']]: (of: Extract<ElementSet, { kind: K }>) => Promise<SymbolCondition | 'all'>
  } = {
    list: async ({ elements: listed }) => ({
      kind: 'any',
      of: (await Promise.all(listed.map((element) => conditionsOf(context, field, element)))).flat(),
    }),
    selected: async ({ state, field: other }) => {
      const values = selectionsOf(context, state).get(other.name)?.values
      if (values === undefined || values.size === 0) return 'all'
      return other.id === field.id ? conditionOf(allowedSymbols(values)) : standingFor(context, other, field, elements)
    },
    possible: async (possible) => {
      const { excluded, set, of } = possible
      if (of.kind === 'calculated') {
        const values = await calculatedPossible(context, of.expression, possible)
        if (values.length > maxMapped)
          throw expressionProblem(
            0,
            `At most ${maxMapped} values of an expression can stand for values of [${field.name}]`,
          )
        return conditionOfValues(values, field, typeOf(of.expression) !== 'text')
      }
      const { field: other } = of
      if (other.id !== field.id) return standingFor(context, other, field, elements)
      const scope = set ? await resolveSet(context, set) : selectedScope(context.view, context.selections)
      const found: SymbolCondition = { kind: 'possible', scope }
      return excluded ? { kind: 'operation', operator: '-', left: { kind: 'everything' }, right: found } : found
    },
    making: async (making) => {
      const found = await elementsOf(context, field, making)
      return found === 'all' ? 'all' : conditionOf(allowedSymbols(found))
    },
    operation: async ({ operator, left, right }) => {
      const [a, b] = await Promise.all([left, right].map((side) => conditionOfElements(context, field, side)))
      const known = (side: SymbolCondition | 'all' | undefined): SymbolCondition =>
        side === undefined || side === 'all' ? { kind: 'everything' } : side
      return { kind: 'operation', operator, left: known(a), right: known(b) }
    },
  }
  return (arms[elements.kind] as (of: ElementSet) => Promise<SymbolCondition | 'all'>)(elements)
}

/** A value that is written is compared with the text that the field shows; a plain number also by its number. */
const conditionsOf = async (
  context: EvaluationContext,
  field: FieldModel,
  element: Element,
): Promise<readonly SymbolCondition[]> => {
  const { model } = context.view
  if (element.kind === 'search') {
    const search = setSearch(element.text, formatsAround(field.format, model.formats))
    if (search.kind === 'condition') return [search.condition]
    throw expressionProblem(0, `[${field.name}] has too many values to search for those that are alike`)
  }
  if (element.kind === 'literal') {
    const number = writtenNumber(field, element.text)
    const text: SymbolCondition = { kind: 'text', text: element.text, anyCase: !element.exact }
    return number === null ? [text] : [text, { kind: 'number', number }]
  }
  const ordered = needsOrder(element.condition)
  const checked = {
    dimensions: [{ key: fieldKey(field), nullSuppression: true, order: {} }],
    measures: [{ expression: element.condition, order: null }],
    sortOrder: ordered ? [0] : [],
    suppressZero: false,
    suppressMissing: false,
  }
  const plan = planCube(model, checked, await resolveScopes(context, [element.condition], ordered ? [field] : []))
  const [excessive] = await boundErrors(context.view, plan, context.signal)
  if (excessive) throw new UnderstudyError('ENGINE-EXPRESSION', excessive.message)
  return [{ kind: 'cube', cube: plan.cube }]
}

/** Values of another field are few, or they are refused: each is compared with every value of the large one. */
const standingFor = async (
  context: EvaluationContext,
  from: FieldModel,
  to: FieldModel,
  elements: ElementSet,
): Promise<SymbolCondition | 'all'> => {
  if (isLarge(context, from)) throw tooMany(from, to)
  const found = await elementsOf(context, from, elements)
  if (found === 'all') return 'all'
  if (found.size > maxMapped) throw tooMany(from, to)
  const labels = await labelsOf(context.view, from, [...found])
  return conditionOfValues([...labels.values()], to, from.kind !== 'text')
}

const conditionOfValues = (
  values: readonly { readonly text: string; readonly num: number | null }[],
  to: FieldModel,
  byNumber: boolean,
): SymbolCondition => ({
  kind: 'any',
  of: values.flatMap(({ text, num }): readonly SymbolCondition[] => {
    const byText: SymbolCondition = { kind: 'text', text, anyCase: false }
    return num === null || !byNumber || to.kind === 'text' ? [byText] : [byText, { kind: 'number', number: num }]
  }),
})

const tooMany = (from: FieldModel, to: FieldModel) =>
  expressionProblem(0, `At most ${maxMapped} values of [${from.name}] can stand for values of [${to.name}]`)
