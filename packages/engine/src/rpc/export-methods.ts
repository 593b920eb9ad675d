import { UnderstudyError } from '@understudy/contract'
import { assertExportable, type ExportFileType, exportFileTypes } from '../export/export-file-type.js'
import { writeTable } from '../export/write-table.js'
import type { Json, JsonObject } from '../json.js'
import { exportedPath, exportedTable, objectTitle, withoutSelections } from './exported-object.js'
import { type Call, lastingQuery, type Methods } from './method.js'
import { optional, type Parameter, text, unheeded } from './parameters.js'

/** One of some names, which schemas also give as numbers, and with a prefix. */
const oneOf =
  <Name extends string>(names: readonly Name[], prefix: string, numbered: readonly Name[]): Parameter<Name> =>
  (value: Json | undefined, parameter) => {
    const found =
      typeof value === 'number'
        ? numbered[value]
        : names.find((name) => name === value || prefix + (long[name] ?? name) === value)
    if (found === undefined) throw new UnderstudyError('QIX-PARAMS', `${parameter} must be one of ${names.join(', ')}`)
    return found
  }

/** What follows the prefix where that is not the short name. */
const long: Readonly<Record<string, string>> = { A: 'ALL', P: 'POSSIBLE' }

const types = Object.keys(exportFileTypes) as ExportFileType[]

const fileType = oneOf(types, 'EXPORT_', ['CSV_C', 'CSV_T', 'OOXML', 'PARQUET'])

const exportState = oneOf(['A', 'P'], 'EXPORT_', ['P', 'A'])

/** Characters of the name of a file. */
const mostCharacters = 255

const fileName: Parameter<string> = (value, name) => {
  const given = text(value, name)
  if (given.length > mostCharacters)
    throw new UnderstudyError('QIX-PARAMS', `${name} must be a text of at most ${mostCharacters} characters`)
  return given
}

interface Wanted {
  readonly id: string
  readonly path: string
  readonly type: ExportFileType
  readonly name: string
  readonly everything: boolean
}

const exportObject = async ({ scope: asked, host, data }: Call, wanted: Wanted): Promise<JsonObject> => {
  const { id, type, everything } = wanted
  const scope = everything ? withoutSelections(asked) : asked
  const { signal } = scope.moment
  const table = await exportedTable(scope, id, wanted.path || exportedPath(scope, id), everything)
  assertExportable(type, table)
  const begun = await host.beginExport({
    objectId: id,
    fileType: type,
    fileName: wanted.name,
    title: (await objectTitle(scope, id)).slice(0, mostCharacters),
    rows: table.rowCount,
    columns: table.columns.length,
    everything,
    principal: scope.principal,
    origin: data.origin,
  })
  try {
    await writeTable(type, table, { path: begun.path, mostBytes: begun.mostBytes, signal })
  } catch (error) {
    await host.endExport(begun.id, false).catch(() => undefined)
    throw error
  }
  return { qUrl: await host.endExport(begun.id, true), qWarnings: [] }
}

/** Exports of an object's data to a file that is fetched from an address of the tenant. */
export const exportMethods: Methods<'GenericObject'> = {
  ExportData: lastingQuery<'GenericObject'>()(
    {
      qFileType: fileType,
      qPath: optional(text, ''),
      qFileName: optional(fileName, ''),
      qExportState: optional(exportState, 'A'),
      qServeOnce: unheeded('an address is always served once'),
    },
    (call, { id }, { qFileType, qPath, qFileName, qExportState }) =>
      exportObject(call, {
        id,
        path: qPath,
        type: qFileType,
        name: qFileName,
        everything: qExportState === 'A',
      }),
    'with the scope `apps:export`; see [Export](export.md)',
  ),
}
