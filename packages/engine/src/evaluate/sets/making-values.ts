import { exactText } from '../../exact-text.js'
import { expressionProblem } from '../../expressions/expression-problem.js'
import type { ElementSet, NamedValues } from '../../expressions/sets/set-expression.js'
import type { FieldModel } from '../../model/data-model.js'
import { noSymbols, type SymbolSet, symbolSetBuilder } from '../../model/symbol-set.js'
import { noSelections } from '../../selections/selection-state.js'
import { eachInTurns } from '../../turns.js'
import { combinations } from '../calculated/combinations.js'
import type { CalculatedDimension } from '../dimension.js'
import type { EvaluationContext } from '../evaluation.js'
import { calculatedPossible } from './calculated-possible.js'
import { type ComparedValues, comparedWith, valuesOf } from './compared-values.js'
import { elementsOf } from './element-sets.js'

/** Values of a field of which a set asks what an expression makes. */
const maxMade = 200_000

/** The values of a field that an expression makes named values of. */
export const makingIn = async (
  context: EvaluationContext,
  field: FieldModel,
  { expression, of }: Extract<ElementSet, { kind: 'making' }>,
): Promise<SymbolSet | 'all'> => {
  const named = await namedValues(context, of)
  if (named === 'all') return 'all'
  const dimension: CalculatedDimension = {
    kind: 'calculated',
    expression,
    fields: [field],
    source: exactText(['making', expression]),
  }
  const everything = { ...context, selections: noSelections }
  const made = await combinations(everything, dimension, { fields: [field], most: maxMade, unordered: true })
  if (made.length > maxMade)
    throw expressionProblem(0, `A calculated field of a set is made of at most ${maxMade} values of [${field.name}]`)
  const found = symbolSetBuilder()
  await eachInTurns(
    made,
    ({ value, elements: [element = null] }) => {
      if (value === null || element === null) return
      if (named.texts.has(value.text) || (value.num !== null && named.numbers.has(value.num))) found.add(element)
    },
    context.signal,
  )
  return found.build()
}

const namedValues = async (context: EvaluationContext, of: NamedValues): Promise<ComparedValues | 'all'> => {
  if (of.kind === 'possible' && of.of.kind === 'calculated')
    return comparedWith(await calculatedPossible(context, of.of.expression, of))
  const named = of.kind === 'selected' ? of.field : of.of.kind === 'field' ? of.of.field : undefined
  const elements = named ? await elementsOf(context, named, of) : noSymbols
  return elements === 'all' || !named ? 'all' : valuesOf(context, named, elements)
}
