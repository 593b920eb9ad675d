import { UnderstudyError } from '@understudy/contract'
import { type JsonObject, objectOf, textOf } from '../json.js'
import { variableList } from '../objects/layout/list-layouts.js'
import { type Variable, variableByName, variableOf } from '../objects/variables.js'
import { type Call, command, type Methods, type Outcome, query } from './method.js'
import { noReference, referenceTo } from './object-reference.js'
import { object, text } from './parameters.js'
import { refuseAgainstConstraints } from './variable-constraints.js'

const docQuery = query<'Doc'>()
const docCommand = command<'Doc'>()

const variableReference = (call: Call, variable: Variable | undefined): JsonObject =>
  variable ? referenceTo(call, { kind: 'GenericVariable', id: variable.id }, 'variable', variable.id) : noReference

const oldReference = (call: Call, variable: Variable | undefined): JsonObject =>
  variable ? referenceTo(call, { kind: 'Variable', id: variable.id }, 'variable', variable.id) : noReference

const destroy = ({ scope }: Call, variable: Variable | undefined): Outcome => {
  if (variable?.origin !== 'session') return { result: { qSuccess: false } }
  const variables = new Map(scope.variables)
  variables.delete(variable.id)
  return { result: { qSuccess: true }, variables }
}

const destroyById = docCommand({ qId: text }, (call, _, { qId }) => destroy(call, call.scope.variables.get(qId)))

/** Methods of the app that find, list, make and destroy variables. Those that a client makes live in its session. */
export const docVariableMethods: Methods<'Doc'> = {
  GetVariable: docQuery(
    { qName: text },
    (call, _, { qName }) => oldReference(call, variableByName(call.scope.variables, qName)),
    'a `Variable`, for old clients',
  ),
  GetVariableById: docQuery({ qId: text }, (call, _, { qId }) =>
    variableReference(call, call.scope.variables.get(qId)),
  ),
  GetVariableByName: docQuery({ qName: text }, (call, _, { qName }) =>
    variableReference(call, variableByName(call.scope.variables, qName)),
  ),
  GetVariables: docQuery({ qListDef: object }, async ({ scope }, _, { qListDef }) => ({
    qList: (await variableList(scope, qListDef)).qItems ?? [],
  })),
  CreateSessionVariable: docCommand({ qProp: object }, (call, _, { qProp }) => {
    const id = textOf(objectOf(qProp.qInfo).qId) || call.createId()
    const known = call.scope.variables.get(id) ?? variableByName(call.scope.variables, textOf(qProp.qName))
    if (known?.origin === 'app') throw new UnderstudyError('QIX-READ-ONLY', 'the app has a variable of that name or id')
    const properties = { ...qProp, qInfo: { ...objectOf(qProp.qInfo), qId: known?.id ?? id, qType: 'variable' } }
    const variable = variableOf(properties, 'session')
    refuseAgainstConstraints(variable, known)
    return {
      result: referenceTo(call, { kind: 'GenericVariable', id: variable.id }, 'variable', variable.id),
      variables: new Map(call.scope.variables).set(variable.id, variable),
    }
  }),
  DestroySessionVariable: destroyById,
  DestroySessionVariableById: destroyById,
  DestroySessionVariableByName: docCommand({ qName: text }, (call, _, { qName }) =>
    destroy(call, variableByName(call.scope.variables, qName)),
  ),
}
