import { UnderstudyError } from '@understudy/contract'
import { readValue } from '../format/read-value.js'
import type { Json } from '../json.js'
import { evaluateExpression } from '../objects/layout/expression.js'
import { metaLayout } from '../objects/layout/meta-layout.js'
import type { Scope } from '../objects/scope.js'
import { type Variable, variableOf } from '../objects/variables.js'
import { command, type Methods, type Outcome, query } from './method.js'
import { anything, object, text } from './parameters.js'

const variableQuery = query<'GenericVariable'>()
const variableCommand = command<'GenericVariable'>()

const found = ({ variables }: Scope, id: string): Variable => {
  const variable = variables.get(id)
  if (!variable) throw new UnderstudyError('QIX-NOT-FOUND', 'the variable no longer exists')
  return variable
}

/** Variables of the app change like its objects: for this session only. */
const withDefinition = (scope: Scope, id: string, qDefinition: string, number: number | null = null): Outcome => {
  const variable = found(scope, id)
  const next = variableOf({ ...variable.properties, qDefinition }, variable.origin, number)
  return { result: {}, variables: new Map(scope.variables).set(id, next) }
}

const valueOfVariable = async (
  scope: Scope,
  { definition, number }: Variable,
): Promise<{ text: string; num: number | null }> => {
  if (definition.startsWith('=')) {
    const outcome = await evaluateExpression(scope, definition)
    return outcome.ok ? outcome : { text: definition, num: null }
  }
  return { text: definition, num: number ?? readValue(definition, scope.library.formats) }
}

/** QIX writes a missing number as a text. */
const givenNumber = (value: Json): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)

/** Methods of a variable. */
export const variableMethods: Methods<'GenericVariable'> = {
  GetLayout: variableQuery({}, async ({ scope }, { id }) => {
    const variable = found(scope, id)
    const { text: qText, num } = await valueOfVariable(scope, variable)
    return {
      qLayout: {
        qInfo: { qId: id, qType: 'variable' },
        qMeta: metaLayout(variable.properties.qMetaDef, id, variable.origin),
        qName: variable.name,
        qText,
        qNum: num ?? 'NaN',
        qIsScriptCreated: false,
      },
    }
  }),
  GetProperties: variableQuery({}, ({ scope }, { id }) => ({ qProp: found(scope, id).properties })),
  GetRawContent: variableQuery({}, ({ scope }, { id }) => ({ qReturn: found(scope, id).definition })),
  GetInfo: variableQuery({}, (_, { id }) => ({ qInfo: { qId: id, qType: 'variable' } })),
  SetStringValue: variableCommand({ qVal: text }, ({ scope }, { id }, { qVal }) => withDefinition(scope, id, qVal)),
  SetNumValue: variableCommand({ qVal: anything }, ({ scope }, { id }, { qVal }) =>
    withDefinition(scope, id, String(qVal), givenNumber(qVal)),
  ),
  SetDualValue: variableCommand({ qText: text, qNum: anything }, ({ scope }, { id }, { qText, qNum }) =>
    withDefinition(scope, id, qText, givenNumber(qNum)),
  ),
  SetProperties: variableCommand({ qProp: object }, ({ scope }, { id }, { qProp }) => {
    const { origin, name } = found(scope, id)
    const properties = { ...qProp, qName: name, qInfo: { qId: id, qType: 'variable' } }
    return { result: {}, variables: new Map(scope.variables).set(id, variableOf(properties, origin)) }
  }),
}
