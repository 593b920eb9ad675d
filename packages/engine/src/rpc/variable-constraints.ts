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

/**
 * Checks a variable against `qConstraints` of its properties. What a formula comes to is not known beforehand: a definition
 * that begins with `=` is not checked.
 *
 * @throws UnderstudyError `QIX-VARIABLE-CONSTRAINT`
 */
export const refuseAgainstConstraints = (variable: Variable): void => {
  const { definition, name, properties } = variable
  const { qType, qValuesText, qValuesNum } = objectOf(properties.qConstraints)
  const [texts, numbers] = [arrayOf(qValuesText), arrayOf(qValuesNum)]
  if (definition.startsWith('=')) return
  const number = numberOfVariable(variable)
  const type = textOf(qType).toLowerCase()
  if (type === 'number' && number === null) throw refusal(name, 'a number')
  if (type === 'text' && variable.number !== null) throw refusal(name, 'a text')
  if (texts.length + numbers.length === 0 || texts.includes(definition)) return
  if (number === null || !numbers.includes(number)) throw refusal(name, 'one of the values that its constraints list')
}
