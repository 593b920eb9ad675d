import type { DataModel, FieldModel } from '../model/data-model.js'
import { assertCount, assertLiteral } from './check-arguments.js'
import type { CheckScope } from './check-scope.js'
import { checkSet } from './check-set.js'
import { expressionProblem } from './expression-problem.js'
import type { AggregateFunction } from './functions/aggregate-function.js'
import { counts } from './functions/aggregation/counts.js'
import { extremes, extremesWithAllDigits } from './functions/aggregation/extremes.js'
import { firstElement } from './functions/aggregation/first-element.js'
import { grainOf } from './grain.js'
import { groupKeyNamed } from './group-key-named.js'
import type { CallNode } from './nodes/call-node.js'
import type { SetExpression } from './sets/set-expression.js'
import {
  type Aggr,
  type Aggregate,
  aggrsOf,
  fieldsBesideAggrs,
  fieldsOf,
  type TypedExpression,
} from './typed-expression.js'

/** Checks an aggregation: its arguments, its qualifiers, and which rows it runs over. */
export const checkAggregate = (named: AggregateFunction, node: CallNode, scope: CheckScope): TypedExpression => {
  if (scope.inside !== null) {
    throw expressionProblem(node.at, `${node.name} cannot be nested in ${scope.inside}`)
  }
  assertCount(named, node.args.length, node.at)
  const args = node.args.map((argument, index) => {
    const parameter = named.parameters[index]
    const checked = scope.check(argument, { ...scope, inside: node.name })
    assertLiteral(node.name, parameter, checked, argument.at)
    if (parameter?.per === 'aggregate' && fieldsOf(checked).length > 0) {
      throw expressionProblem(
        argument.at,
        `The ${parameter.name} of ${node.name} is the same for all rows: no field may occur`,
      )
    }
    return checked
  })
  const called = withDigitsOf(named, args)
  const total = node.total?.map((name) => groupKeyNamed(name, scope)) ?? null
  const set = node.set ? checkSet(node.set, scope) : (scope.outer?.set ?? null)
  const fields = [...new Set(args.flatMap(fieldsOf))]
  const distinct = node.distinct || (called.ignoresRepetition ?? false)
  const qualified = { function: called, distinct, arguments: args, fields, total, set }
  const [aggr, ...others] = new Set(args.flatMap(aggrsOf))
  if (aggr) {
    if (others.length > 0) throw expressionProblem(node.at, `${node.name} can run over one Aggr only`)
    const foreign = args.flatMap(fieldsBesideAggrs).find((field) => !isDimensionOf(aggr, field))
    if (foreign)
      throw expressionProblem(node.at, `[${foreign.name}] is no dimension of the Aggr that ${node.name} runs over`)
    return { kind: 'aggregate', aggregate: { ...qualified, grain: [], aggr } }
  }
  const grain = grainOf(scope.model, {
    distinct,
    fields,
    bareField: args[0]?.kind === 'field' && args.slice(1).every((argument) => fieldsOf(argument).length === 0),
  })
  return { kind: 'aggregate', aggregate: { ...qualified, grain, aggr: null } }
}

/** The function as it is over a field whose whole numbers have more digits than a double holds. */
const withDigitsOf = (
  called: AggregateFunction,
  [argument, ...others]: readonly TypedExpression[],
): AggregateFunction =>
  argument?.kind === 'field' && argument.field.moreDigits && others.length === 0
    ? (extremesWithAllDigits.get(called.name) ?? called)
    : called

const isDimensionOf = ({ dimensions }: Aggr, field: FieldModel): boolean =>
  dimensions.some((key) => key.kind === 'field' && key.field === field)

const ofOneField = (called: AggregateFunction | undefined, model: DataModel, field: FieldModel): Aggregate => {
  if (!called) throw new Error('the catalogue lacks an aggregation')
  const distinct = called.ignoresRepetition ?? false
  const question = { distinct, fields: [field], bareField: true }
  const grain = grainOf(model, question)
  return {
    function: called,
    distinct,
    arguments: [{ kind: 'field', field }],
    fields: [field],
    grain,
    aggr: null,
    total: null,
    set: null,
  }
}

const only = extremes.find(({ name }) => name === 'Only')
const count = counts.find(({ name }) => name === 'Count')

/** An `Aggr` outside an aggregation means its value, where there is just one. */
export const onlyValueOfAggr = (aggr: Aggr, set: SetExpression | null): TypedExpression => {
  if (!only) throw new Error('the catalogue lacks an aggregation')
  const args: readonly TypedExpression[] = [{ kind: 'aggr', aggr }]
  const fields = args.flatMap(fieldsOf)
  const plain = { distinct: false, total: null, set }
  return { kind: 'aggregate', aggregate: { function: only, arguments: args, fields, grain: [], aggr, ...plain } }
}

/** What a field means outside an aggregation: its value, where there is just one. */
export const onlyValueOf = (
  { model, outer }: Pick<CheckScope, 'model' | 'outer'>,
  field: FieldModel,
): TypedExpression => ({
  kind: 'aggregate',
  aggregate: { ...ofOneField(only, model, field), set: outer?.set ?? null },
})

/** The position in load order of the first value of a field. */
export const firstElementOf = (model: DataModel, field: FieldModel): Aggregate => ofOneField(firstElement, model, field)

/** The frequency of a field's value: the rows that hold it. */
export const rowCountOf = (model: DataModel, field: FieldModel): Aggregate => ofOneField(count, model, field)
