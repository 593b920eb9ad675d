import type { DataModel } from '../model/data-model.js'
import { everyObject, propertiesAt, readAppFiles } from './app-files.js'
import { checkFieldDefinitions, checkMeasureDefinition } from './check-columns.js'
import { checkFieldFormats } from './check-field-formats.js'
import { checkFormats } from './check-formats.js'
import { checkIgnoredFiles } from './check-ignored-files.js'
import { checkMembers } from './check-members.js'
import { checkDefinitions, checkReferences } from './check-objects.js'
import { checkScopeOf } from './check-scope.js'
import { checkScript } from './check-script.js'
import { type Finding, toldOf } from './finding.js'

/**
 * Finds what in an app folder cannot work: members that nothing reads, sources that are not declared, objects, master
 * items, chart types that do not exist, and expressions that the engine will refuse.
 *
 * @param model of the data that the folder's script makes; without it, expressions are not checked
 */
export const checkFolder = async (folder: string, model: DataModel | undefined): Promise<readonly Finding[]> => {
  const files = await readAppFiles(folder)
  const findings: Finding[] = [
    ...files.unreadable,
    ...checkMembers(files),
    ...checkScript(files),
    ...checkReferences(files),
    ...(await checkIgnoredFiles(folder)),
    ...(await checkFormats(folder, model)),
    ...checkFieldFormats(files.fields, model),
  ]
  if (model !== undefined) {
    const scope = checkScopeOf(files, model, (finding) => findings.push(finding))
    for (const item of scope.dimensions.values()) if (item) checkFieldDefinitions(scope, item)
    for (const item of scope.measures.values()) if (item) checkMeasureDefinition(scope, item)
    for (const entry of everyObject(files.objects)) checkDefinitions(scope, propertiesAt(entry))
  }
  return toldOf(findings)
}
