import { UnderstudyError } from '@understudy/contract'
import { arrayOf, objectOf, textOf } from '../json.js'
import type { Variable } from '../objects/variables.js'

const refusal = (name: string, rule: string) =>
  new UnderstudyError('QIX-VARIABLE-CONSTRAINT', `${name} is to be ${rule}`)

/** The number that a variable is given, or that its text is written as. */
const numberOfVariable = ({ definition, number }: Variable): number | null => {
  if (number !== null) return number
  const read = definition.trim() === '' ? Number.NaN : Number(definition)
  return Number.isFinite(read) ? read : null
}

type Rule = 'any' | 'number' | 'text'

const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['', 'any'],
  ['any', 'any'],
  ['number', 'number'],
  ['text', 'text'],
])

/** @throws UnderstudyError `QIX-PARAMS` for a type that there is not */
const ruleOf = (type: string): Rule => {
  const rule = rules.get(type.toLowerCase().replace(/^variable_type_/, ''))
  if (!rule) throw new UnderstudyError('QIX-PARAMS', 'qType of qConstraints must be any, number or text')
  return rule
}

/** What constraints are checked for; properties beside it may change whatever they say. */
const sameChecked = (left: Variable, right: Variable): boolean =>
  left.definition === right.definition &&
  (left.number === null || left.number === right.number) &&
  JSON.stringify(left.properties.qConstraints) === JSON.stringify(right.properties.qConstraints)

/**
 * Checks a variable against `qConstraints` of its properties. What a formula comes to is not known beforehand: a definition
 * that begins with `=` is not checked.
 *
 * @param before what the variable was: it is checked only where its value or its constraints are others now
 * @throws UnderstudyError `QIX-VARIABLE-CONSTRAINT`; `QIX-PARAMS` for a type that there is not
 */
export const refuseAgainstConstraints = (variable: Variable, before?: Variable): void => {
  if (before && sameChecked(variable, before)) return
  const { definition, name, properties } = variable
  const { qType, qValuesText, qValuesNum } = objectOf(properties.qConstraints)
  const [texts, numbers] = [arrayOf(qValuesText), arrayOf(qValuesNum)]
  const type = ruleOf(textOf(qType))
  if (definition.startsWith('=')) return
  const number = numberOfVariable(variable)
  if (type === 'number' && number === null) throw refusal(name, 'a number')
  if (type === 'text' && variable.number !== null) throw refusal(name, 'a text')
  if (texts.length + numbers.length === 0 || texts.includes(definition)) return
  if (number === null || !numbers.includes(number)) throw refusal(name, 'one of the values that its constraints list')
}
