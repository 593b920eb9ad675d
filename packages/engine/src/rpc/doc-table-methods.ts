import { describeFields, type FieldDescription } from '../evaluate/visible-fields.js'
import { describeKeys } from '../evaluate/visible-keys.js'
import { describeTables } from '../evaluate/visible-tables.js'
import type { JsonObject } from '../json.js'
import { quotedField } from '../objects/quoted-field.js'
import { type Scope, standing } from '../objects/scope.js'
import { defaultState } from '../selections/selection-state.js'
import { type Methods, query } from './method.js'
import { flag, optional, unheeded } from './parameters.js'
import { tableProfile } from './table-profile.js'

/** How many records of a table have a value of a field, of all that the person may see; and how many different ones. */
interface Counts {
  readonly values: number
  readonly distinct: number
}

/** Counts of fields that are in one table alone: of a key, an expression counts the records of one of its tables. */
const countsOf = async (scope: Scope, fields: readonly FieldDescription[]): Promise<ReadonlyMap<string, Counts>> => {
  const alone = fields.filter(({ tables }) => tables.length === 1)
  const counted = alone.map(async ({ name }): Promise<readonly (readonly [string, Counts])[]> => {
    const field = quotedField(name)
    const measures = [`Count({1} ${field})`, `Count({1} DISTINCT ${field})`].map((expression) => ({ expression }))
    const outcome = await scope.moment.hypercube({ dimensions: [], measures, ...standing(scope), state: defaultState })
    if (!outcome.ok) return []
    const [values, distinct] = outcome.cube.grandTotal.map(({ num }) => num ?? 0)
    return [[name, { values: values ?? 0, distinct: distinct ?? 0 }]]
  })
  return new Map((await Promise.all(counted)).flat())
}

const fieldLayout = (
  { name, tags, cardinality, tables }: FieldDescription,
  rows: number,
  counts: Counts | undefined,
): JsonObject => ({
  qName: name,
  qReadableName: name,
  qOriginalFields: [],
  qPresent: true,
  qTags: tags,
  qKeyType: tables.length > 1 ? 'ANY_KEY' : 'NOT_KEY',
  qIsSynthetic: false,
  qIsFieldOnTheFly: false,
  qDerivedFields: [],
  qComment: '',
  qnRows: rows,
  qnTotalDistinctValues: cardinality,
  ...(counts
    ? {
        qnPresentDistinctValues: counts.distinct,
        qnNonNulls: counts.values,
        qHasNull: counts.values < rows,
        qHasDuplicates: counts.distinct < counts.values,
        qInformationDensity: rows === 0 ? 0 : counts.values / rows,
        qSubsetRatio: cardinality === 0 ? 0 : counts.distinct / cardinality,
      }
    : {}),
})

const notPlaced = 'tables are told without a place in a picture'

/** Methods of the app that tell its tables: what of them the person may see, whatever is selected. */
export const docTableMethods: Methods<'Doc'> = {
  GetTablesAndKeys: query<'Doc'>()(
    {
      qWindowSize: unheeded(notPlaced),
      qNullSize: unheeded(notPlaced),
      qCellHeight: unheeded(notPlaced),
      qSyntheticMode: unheeded('tables have no synthetic keys'),
      qIncludeSysVars: unheeded('there are no system tables'),
      qIncludeProfiling: optional(flag, false),
    },
    async ({ scope }, _, { qIncludeProfiling }) => {
      const { view } = scope.moment
      const [tables, fields] = await Promise.all([describeTables(view), describeFields(view)])
      const counts = await countsOf(scope, fields)
      const profiles = new Map(
        qIncludeProfiling
          ? await Promise.all(tables.map(async ({ name }) => [name, await tableProfile(scope, name)] as const))
          : [],
      )
      return {
        qtr: tables.map(({ name, rowCount }) => ({
          qName: name,
          qLoose: false,
          qNoOfRows: rowCount,
          qFields: fields
            .filter((field) => field.tables.includes(name))
            .map((field) => fieldLayout(field, rowCount, counts.get(field.name))),
          qPos: { qx: 0, qy: 0 },
          qComment: '',
          qIsDirectDiscovery: false,
          qIsSynthetic: false,
          qTableTags: [],
          ...(profiles.has(name) ? { qProfilingData: profiles.get(name) } : {}),
        })),
        qk: describeKeys(view).map((key) => ({ qKeyFields: key.fields, qTables: key.tables })),
      }
    },
    'what the person may see of them; how a key is spread over one of its tables is not counted',
  ),
}
