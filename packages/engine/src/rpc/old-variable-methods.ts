import { booleanOf, numberOf, textOf } from '../json.js'
import { variableOf } from '../objects/variables.js'
import { command, type Methods, query } from './method.js'
import { anything, object, optional, text, unheeded } from './parameters.js'
import { foundVariable, givenNumber, valueOfVariable, withDefinition } from './variable-value.js'

const variableQuery = query<'Variable'>()
const variableCommand = command<'Variable'>()

/** Properties of a variable that only these methods name. */
const listed = ['qNumberPresentation', 'qIncludeInBookmark', 'qUsePredefListedValues', 'qPreDefinedList'] as const

/** Methods of the handle that `GetVariable` answers, which old clients use. */
export const oldVariableMethods: Methods<'Variable'> = {
  GetContent: variableQuery({}, async ({ scope }, { id }) => {
    const { text: qString, num } = await valueOfVariable(scope, foundVariable(scope, id))
    return { qContent: { qString, qIsNum: num !== null } }
  }),
  GetRawContent: variableQuery({}, ({ scope }, { id }) => ({ qReturn: foundVariable(scope, id).definition })),
  SetContent: variableCommand(
    { qContent: text, qUpdateMRU: unheeded('no list of recent values is kept') },
    ({ scope }, { id }, args) => ({
      ...withDefinition(scope, id, args.qContent),
      result: { qReturn: true },
    }),
  ),
  ForceContent: variableCommand({ qs: optional(text, ''), qd: anything }, ({ scope }, { id }, { qs, qd }) =>
    withDefinition(scope, id, qs || String(numberOf(qd) ?? ''), givenNumber(qd)),
  ),
  GetNxProperties: variableQuery({}, ({ scope }, { id }) => {
    const { name, properties } = foundVariable(scope, id)
    return {
      qProperties: {
        qName: name,
        ...Object.fromEntries(
          listed.flatMap((member) => (properties[member] === undefined ? [] : [[member, properties[member]]])),
        ),
        qIncludeInBookmark: booleanOf(properties.qIncludeInBookmark),
      },
    }
  }),
  SetNxProperties: variableCommand({ qProperties: object }, ({ scope }, { id }, { qProperties }) => {
    const { origin, properties, name, number } = foundVariable(scope, id)
    const changed = Object.fromEntries(
      listed.flatMap((member) => (qProperties[member] === undefined ? [] : [[member, qProperties[member]]])),
    )
    const next = variableOf({ ...properties, ...changed, qName: textOf(name) }, origin, number)
    return { result: {}, variables: new Map(scope.variables).set(id, next) }
  }),
}
