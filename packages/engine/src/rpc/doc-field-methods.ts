import { UnderstudyError } from '@understudy/contract'
import { fieldsOfExpression } from '../evaluate/fields-of-expression.js'
import { describeField, describeFields, type FieldDescription, resolveField } from '../evaluate/visible-fields.js'
import { arrayOf, type Json, type JsonObject, objectOf, textOf } from '../json.js'
import { type Scope, selectedHere } from '../objects/scope.js'
import { type Methods, query } from './method.js'
import { anything, arrayOfParameter, optional, text } from './parameters.js'

const docQuery = query<'Doc'>()

const fieldInfo = ({ name, tags }: FieldDescription): JsonObject => ({ qName: name, qTags: tags })

const fieldDescription = (scope: Scope, field: FieldDescription): JsonObject => ({
  qName: field.name,
  qSrcTables: field.tables,
  qCardinal: field.cardinality,
  qTotalCount: field.cardinality,
  qIsNumeric: field.numeric,
  qTags: field.tags,
  qIsHidden: false,
  qIsSystem: false,
  qIsSemantic: false,
  qIsLocked: selectedHere(scope).get(field.name)?.locked === true,
  qAlwaysOneSelected: selectedHere(scope).get(field.name)?.onlyOne === true,
  qAndMode: false,
})

/** `MATCH_ONE` asks for fields that have one of the tags, everything else for those that have all. */
const isOneEnough = (mode: Json): boolean => mode === 1 || mode === 'MATCH_ONE'

const matches = ({ tags }: FieldDescription, wanted: readonly string[], one: boolean): boolean =>
  one ? wanted.some((tag) => tags.includes(tag)) : wanted.every((tag) => tags.includes(tag))

/** The calculated fields that master dimensions give a name. */
const calculatedFields = ({ app }: Scope): ReadonlyMap<string, string> =>
  new Map(
    app.dimensions.flatMap(({ qDim }) => {
      const { qFieldDefs, qFieldLabels } = objectOf(qDim)
      const labels = arrayOf(qFieldLabels).map(textOf)
      return arrayOf(qFieldDefs)
        .map(textOf)
        .flatMap((definition, index) =>
          definition.startsWith('=') ? [[labels[index] ?? '', definition] as const] : [],
        )
    }),
  )

/** Methods of the app that find fields. Those that the principal may not see are none. */
export const docFieldMethods: Methods<'Doc'> = {
  GetFieldDescription: docQuery({ qFieldName: text }, async ({ scope }, _, { qFieldName }) => {
    const { view } = scope.moment
    const known = resolveField(view, qFieldName)
    return { qReturn: known ? await fieldDescription(scope, await describeField(view, known)) : null }
  }),
  GetMatchingFields: docQuery(
    { qTags: arrayOfParameter(text), qMatchingFieldMode: optional<Json>(anything, 0) },
    async ({ scope }, _, { qTags, qMatchingFieldMode }) => ({
      qFieldNames: (await describeFields(scope.moment.view))
        .filter((field) => matches(field, qTags, isOneEnough(qMatchingFieldMode)))
        .map(fieldInfo),
    }),
  ),
  FindMatchingFields: docQuery(
    { qFieldName: text, qTags: arrayOfParameter(text) },
    async ({ scope }, _, { qFieldName, qTags }) => {
      const known = resolveField(scope.moment.view, qFieldName)
      const fields = known ? await describeFields(scope.moment.view) : []
      const found = fields.filter(({ name, derived }) => name === known?.name || derived?.from === known?.name)
      return { qFieldNames: found.filter((field) => matches(field, qTags, true)).map(fieldInfo) }
    },
    'the field itself, and those that are derived from it',
  ),
  GetFieldOnTheFlyByName: docQuery(
    { qReadableName: text },
    ({ scope }, _, { qReadableName }) => {
      const definition = calculatedFields(scope).get(qReadableName)
      if (definition === undefined)
        throw new UnderstudyError('QIX-NOT-FOUND', 'there is no calculated field of that name')
      return { qName: definition }
    },
    'of the calculated fields that master dimensions label',
  ),
  GetFieldsFromExpression: docQuery({ qExpr: text }, ({ scope }, _, { qExpr }) => ({
    qFieldNames: fieldsOfExpression(scope.moment.view, scope.moment.names, qExpr),
  })),
}
