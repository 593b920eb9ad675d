import { randomBytes } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import { readFormatsFile } from '../check/app-formats-file.js'
import { checkFolder } from '../check/check-folder.js'
import { readFieldFormats } from '../check/field-formats-file.js'
import type { SectionAccessDemand } from '../objects/app-definition.js'
import { type DeclaredSource, resolveSources } from './data-sources.js'
import { publishSnapshot } from './publish-snapshot.js'
import { type ReloadLimitOptions, reloadLimits } from './reload-limits.js'
import type { ReloadProgress, ReloadReport } from './reload-report.js'
import { runDataScript } from './staging.js'
import { makeWorkFolder } from './work-folder.js'
import { writeSnapshot } from './write-snapshot.js'

export interface ReloadRequest extends ReloadLimitOptions {
  /** Folder with `data.sql` and `data/`. */
  readonly appFolder: string
  /** Runs in place of `data.sql`. */
  readonly script?: string
  /** Declared sources by name: files are variables, and `.xlsx`, `.qvd` and rows are tables of the schema `sources`. */
  readonly sources: Readonly<Record<string, DeclaredSource>>
  /** Folder of the app's snapshots; created when missing. */
  readonly snapshotDir: string
  /** `required` refuses data without a SECTION_ACCESS table; default `optional`. */
  readonly sectionAccess?: SectionAccessDemand
  readonly onProgress?: (progress: ReloadProgress) => void
  /** Called with the finished snapshot before it serves; where it fails, so does the reload. */
  readonly onFinished?: (snapshot: { readonly id: string; readonly file: string }) => Promise<void>
}

/**
 * Reloads an app: runs its data script locked down, checks the model, writes an immutable snapshot and switches to it.
 * When anything fails, the snapshot before it goes on serving.
 *
 * @throws UnderstudyError ENGINE-RELOAD-*
 */
export const reloadApp = async (request: ReloadRequest): Promise<ReloadReport> => {
  const started = performance.now()
  const onProgress = request.onProgress ?? (() => {})
  const limits = reloadLimits(request)
  const sources = await resolveSources(request.appFolder, request.sources, request.script)
  const { formats, derived } = await readFormatsFile(request.appFolder)
  const fieldFormats = await readFieldFormats(request.appFolder, formats)
  const snapshotDir = resolve(request.snapshotDir)
  const workDir = await makeWorkFolder(snapshotDir, limits.timeLimitMs)
  try {
    const stagingFile = join(workDir, 'staging.duckdb')
    const unpublished = join(workDir, 'snapshot.duckdb')
    const now = new Date()
    const id = `${now.getTime().toString(36)}-${randomBytes(8).toString('hex')}`
    const tables = await runDataScript(sources, stagingFile, limits, onProgress)
    const identity = { id, createdAt: now.toISOString() }
    const staging = { path: stagingFile, tables, formats, fieldFormats, derived }
    const document = await writeSnapshot(staging, unpublished, identity, limits, onProgress)
    if (request.sectionAccess === 'required' && document.sectionAccess === null) {
      throw new UnderstudyError(
        'ENGINE-RELOAD-SECTION-ACCESS',
        'data.sql creates no SECTION_ACCESS, which app.json requires',
      )
    }
    onProgress({ stage: 'publish', subject: id, done: 0, total: 1 })
    await request.onFinished?.({ id, file: unpublished })
    const snapshotFile = await publishSnapshot(snapshotDir, id, unpublished)
    const { model, sectionAccess } = document
    return {
      snapshotId: id,
      snapshotFile,
      tables: model.tables.map((table) => ({
        name: table.name,
        rowCount: table.rowCount,
        fieldCount: table.fields.length,
      })),
      fieldCount: model.fields.length,
      hasSectionAccess: sectionAccess !== null,
      // What a folder says about its own data is not about that of another script.
      findings: request.script === undefined ? await checkFolder(request.appFolder, model) : [],
      sizeBytes: (await stat(snapshotFile)).size,
      durationMs: performance.now() - started,
    }
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}
