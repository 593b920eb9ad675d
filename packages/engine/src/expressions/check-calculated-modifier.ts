import type { FieldModel } from '../model/data-model.js'
import type { CheckScope } from './check-scope.js'
import { expressionProblem } from './expression-problem.js'
import { calculatedSource } from './field-name.js'
import type { ElementNode, ElementsNode, ModifierNode } from './nodes/set-node.js'
import { parseExpression } from './parser.js'
import type { ElementSet } from './sets/set-expression.js'
import { aggrsOf, fieldsOf, type TypedExpression } from './typed-expression.js'

/** A modifier of a calculated field, as one of the field that it is calculated from. */
interface FieldModifier {
  readonly field: FieldModel
  readonly elements: ElementSet | null
}

/** How the values of a field are resolved. */
type CheckElements = (node: ElementsNode, field: FieldModel) => ElementSet

/**
 * Reads `[=Year(Date)]={2013}` as a selection in `Date`: of those of its values that the expression makes a listed one of,
 * whatever is selected. That is a search by an expression; values that `P()`, `E()` or a field name are compared with what
 * the expression makes.
 *
 * @returns `undefined` for a modifier of a field
 * @throws UnderstudyError ENGINE-EXPRESSION where no field, or more than one, makes the values
 */
export const calculatedModifier = (
  { field: name, elements, at }: ModifierNode,
  scope: CheckScope,
  check: CheckElements,
): FieldModifier | undefined => {
  const source = scope.fields.has(name) ? undefined : calculatedSource(name)
  if (source === undefined) return undefined
  const node = parseExpression(source)
  if (node.kind === 'field') return undefined
  const expression = scope.check(node, { ...scope, inside: 'a calculated field of a set', outer: null })
  const [field, another] = new Set(fieldsOf(expression))
  if (!field || another || aggrsOf(expression).length > 0)
    throw expressionProblem(
      at,
      `[=${source}] is calculated from ${another ? 'several fields' : field ? 'an Aggr' : 'no field'}, so that a set cannot select in it; one field can`,
    )
  const made = { field, expression, name, value: `Only({1} ${source})` }
  return { field, elements: elements && valuesOf(elements, made, check) }
}

/** A calculated field: what it is called and made of, and its value for one of its field. */
interface CalculatedField {
  readonly field: FieldModel
  readonly expression: TypedExpression
  readonly name: string
  readonly value: string
}

/** The values that are named, as those of the field that the expression makes them of. */
const valuesOf = (node: ElementsNode, made: CalculatedField, check: CheckElements): ElementSet => {
  const arms: {
    readonly [K in ElementsNode['kind']]: (of: Extract<ElementsNode, { readonly kind: K }>) => ElementSet
  } = {
    operation: ({ operator, left, right }) => ({
      kind: 'operation',
      operator,
      left: valuesOf(left, made, check),
      right: valuesOf(right, made, check),
    }),
    list: (list) =>
      check({ ...list, elements: list.elements.map((each) => searchFor(each, made.value, list.at)) }, made.field),
    possible: (possible) => making(check({ ...possible, field: possible.field ?? made.name }, made.field), made),
    field: (named) => making(check(named, made.field), made),
  }
  return (arms[node.kind] as (of: ElementsNode) => ElementSet)(node)
}

const making = (of: ElementSet, { expression }: CalculatedField): ElementSet =>
  of.kind === 'possible' || of.kind === 'selected' ? { kind: 'making', expression, of } : of

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

const searchFor = (element: ElementNode, value: string, at: number): ElementNode => {
  if (element.kind === 'expression')
    throw expressionProblem(at, 'The values of a calculated field are not searched by an expression')
  if (element.kind === 'literal') {
    const compared = element.exact ? 'Match' : 'MixMatch'
    return condition(`${compared}(${value}, ${quoted(element.text)}) or Match(${value}, ${quoted(element.text)})`)
  }
  return condition(boundsOf(element.text, value) ?? `WildMatch(${value}, ${quoted(element.text)})`)
}

const condition = (source: string): ElementNode => ({ kind: 'expression', node: parseExpression(source) })

/** `>=5<10` as comparisons; `undefined` for a search that compares nothing. */
const boundsOf = (search: string, value: string): string | undefined => {
  if (!/^\s*[<>]/.test(search)) return undefined
  const bounds = [...search.matchAll(/(<=|>=|<|>)\s*([^<>=]+)/g)]
  return bounds
    .map(([, comparison, limit = '']) => `(${value} ${comparison} Num(${quoted(limit.trim())}))`)
    .join(' and ')
}
