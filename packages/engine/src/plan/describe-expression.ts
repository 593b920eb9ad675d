import { describeListed } from '../expressions/listed-values.js'
import { type Aggregate, byKind, type TypedExpression } from '../expressions/typed-expression.js'

/** What an aggregate that has been computed before is called. */
export type NameOfAggregate = (aggregate: Aggregate) => string

/** An expression as text: operators between their operands in brackets, fields in square ones; without its sets. */
export const describeExpression = (
  expression: TypedExpression,
  nameOf: NameOfAggregate = describeAggregate,
): string => {
  const describe = (part: TypedExpression) => describeExpression(part, nameOf)
  return byKind<string>(expression, {
    number: ({ value }) => String(value),
    text: ({ value }) => `'${value}'`,
    field: ({ field }) => `[${field.name}]`,
    call: ({ function: { name, family }, arguments: args }) => {
      const described = args.map(describe)
      return family === 'operator' && args.length === 2
        ? `(${described.join(` ${name} `)})`
        : `${name}(${described.join(', ')})`
    },
    aggregate: ({ aggregate }) => nameOf(aggregate),
    interRecord: ({ interRecord: { function: called, arguments: args, total } }) =>
      `${called.name}(${total ? 'TOTAL ' : ''}${args.map(describe).join(', ')})`,
    listed: ({ listed }) => describeListed(listed),
    aggr: ({ aggr }) =>
      `Aggr(${[describe(aggr.expression), ...aggr.dimensions.map((key) => (key.kind === 'field' ? `[${key.field.name}]` : `[=${describe(key.expression)}]`))].join(', ')})`,
  })
}

export const describeAggregate = ({ function: called, distinct, arguments: args }: Aggregate): string => {
  const given = args.flatMap((argument) => (argument ? [describeExpression(argument)] : []))
  return `${called.name}(${distinct && !called.ignoresRepetition ? 'DISTINCT ' : ''}${given.join(', ')})`
}
