import { UnderstudyError } from '@understudy/contract'
import type { JsonObject } from '../json.js'
import { patched } from '../json-pointer.js'
import { metaLayout } from '../objects/layout/meta-layout.js'
import { maxPatches, patchOf } from '../objects/patch-definition.js'
import type { Scope } from '../objects/scope.js'
import { variableOf } from '../objects/variables.js'
import { command, type Methods, type Outcome, query } from './method.js'
import { anything, arrayOfParameter, object, text } from './parameters.js'
import { refuseAgainstConstraints } from './variable-constraints.js'
import { foundVariable, givenNumber, valueOfVariable, withDefinition } from './variable-value.js'

const variableQuery = query<'GenericVariable'>()
const variableCommand = command<'GenericVariable'>()

/** The same variable with other properties, for this session. */
const withProperties = (scope: Scope, id: string, changed: JsonObject): Outcome => {
  const before = foundVariable(scope, id)
  const { origin, name } = before
  const properties = { ...changed, qName: name, qInfo: { qId: id, qType: 'variable' } }
  const next = variableOf(properties, origin)
  refuseAgainstConstraints(next, before)
  return { result: {}, variables: new Map(scope.variables).set(id, next) }
}

/** Methods of a variable. */
export const variableMethods: Methods<'GenericVariable'> = {
  GetLayout: variableQuery({}, async ({ scope }, { id }) => {
    const variable = foundVariable(scope, id)
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
  GetProperties: variableQuery({}, ({ scope }, { id }) => ({ qProp: foundVariable(scope, id).properties })),
  GetRawContent: variableQuery({}, ({ scope }, { id }) => ({ qReturn: foundVariable(scope, id).definition })),
  GetInfo: variableQuery({}, (_, { id }) => ({ qInfo: { qId: id, qType: 'variable' } })),
  SetStringValue: variableCommand({ qVal: text }, ({ scope }, { id }, { qVal }) => withDefinition(scope, id, qVal)),
  SetNumValue: variableCommand({ qVal: anything }, ({ scope }, { id }, { qVal }) =>
    withDefinition(scope, id, String(qVal), givenNumber(qVal)),
  ),
  SetDualValue: variableCommand({ qText: text, qNum: anything }, ({ scope }, { id }, { qText, qNum }) =>
    withDefinition(scope, id, qText, givenNumber(qNum)),
  ),
  SetProperties: variableCommand({ qProp: object }, ({ scope }, { id }, { qProp }) => withProperties(scope, id, qProp)),
  ApplyPatches: variableCommand(
    { qPatches: arrayOfParameter(object, maxPatches) },
    ({ scope }, { id }, { qPatches }) => {
      const properties = patched(foundVariable(scope, id).properties, qPatches.map(patchOf))
      if (!properties) throw new UnderstudyError('QIX-IMPOSSIBLE', 'qPath of a patch leads nowhere in the properties')
      return withProperties(scope, id, properties)
    },
  ),
}
