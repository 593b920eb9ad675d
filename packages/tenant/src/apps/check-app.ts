import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import {
  type AppDefinition,
  checkFolder,
  type Finding,
  findingAt,
  loadAppDefinition,
  type ReloadProgress,
  reloadApp,
  toldOf,
} from '@understudy/engine'
import { fileOf, readsSpaceFiles, resolveSources } from './app-sources.js'

/**
 * Finds what in an app folder cannot work, before anybody opens it: as a reload does, into a snapshot that is thrown away,
 * so that the fields are known that its objects use. Nothing that is served changes, and no tenant is needed.
 *
 * @param folder path of the app folder
 * @returns nothing where everything works
 */
export const checkApp = async (
  folder: string,
  onProgress: (progress: ReloadProgress) => void = () => undefined,
): Promise<readonly Finding[]> => {
  const path = resolve(folder)
  const definition = await loadAppDefinition(path).catch(caught)
  if (definition instanceof UnderstudyError) return withObjects(path, [definitionFinding(definition)])
  const sources = await sourceFindings(path, definition)
  if (sources.length > 0) return withObjects(path, sources)
  const snapshotDir = await mkdtemp(join(tmpdir(), 'understudy-check-'))
  try {
    const report = await reloadApp({
      appFolder: path,
      sources: resolveSources(path, definition),
      sectionAccess: definition.sectionAccess,
      snapshotDir,
      onProgress,
    }).catch(caught)
    return report instanceof UnderstudyError ? withObjects(path, [scriptFinding(report)]) : report.findings
  } finally {
    await rm(snapshotDir, { recursive: true, force: true })
  }
}

const caught = (error: unknown): UnderstudyError => {
  if (error instanceof UnderstudyError) return error
  throw error
}

/** Adds what can be said without data. A file that is found to be no JSON is told with the place alone. */
const withObjects = async (path: string, findings: readonly Finding[]): Promise<readonly Finding[]> => {
  const others = await checkFolder(path, undefined)
  const placed = new Set(others.map(({ file }) => file))
  const unreadable = ({ file, problem }: Finding) => placed.has(file) && problem === 'is not readable JSON.'
  return toldOf([...findings.filter((finding) => !unreadable(finding)), ...others])
}

/** `APP-FOLDER` names the file first. */
const definitionFinding = ({ detail }: UnderstudyError): Finding => {
  const [, file, problem] = /^([^:]+): (.*)$/s.exec(detail) ?? [undefined, 'app.json', detail]
  return { file: file ?? 'app.json', problem: `${problem}.` }
}

const sourceFindings = async (path: string, definition: AppDefinition): Promise<readonly Finding[]> => {
  const found = await Promise.all(
    Object.entries(definition.sources).map(async ([name, source]) => {
      try {
        const one = { ...definition, sources: { [name]: source } }
        if (readsSpaceFiles(one))
          throw new UnderstudyError('APP-SOURCE', `Only the tenant knows the file of "${fileOf(source)}".`)
        if (typeof source === 'object' && 'connection' in source)
          throw new UnderstudyError('APP-SOURCE', `Only the tenant knows the connection "${source.connection}".`)
        resolveSources(path, one)
        return []
      } catch (error) {
        return [await findingAt(path, 'app.json', ['sources', name], caught(error).detail)]
      }
    }),
  )
  return found.flat()
}

/** The database names the line of the whole script, where it knows it. */
const scriptFinding = ({ entry, detail, cause }: UnderstudyError): Finding => {
  const line = cause instanceof Error ? /\nLINE (\d+):/.exec(cause.message)?.[1] : undefined
  return {
    file: 'data.sql',
    ...(line === undefined ? {} : { line: Number(line) }),
    problem: `${entry.title}: ${detail}.`,
  }
}
