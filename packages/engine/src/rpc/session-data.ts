import type { ExportFileType } from '../export/export-file-type.js'
import type { AppDefinition } from '../objects/app-definition.js'
import type { Principal } from '../principal.js'
import type { ReloadProgress } from '../reload/reload-report.js'
import type { DataView } from '../security/data-view.js'

/** An app, and the part of its data that the session's principal may see. */
export interface SessionData {
  readonly app: AppDefinition
  readonly view: DataView
  /** `null` for an empty session app. */
  readonly origin: DataOrigin | null
  /** Is called when the session is done with the data, where nobody else has it open. */
  readonly release?: () => void
}

/** The stored app that the data of a session comes from: whoever loses the right to it loses the session. */
export interface DataOrigin {
  readonly appId: string
  /** Whether a script of the session made it of the app's sources, in place of the app's own reload. */
  readonly ownScript: boolean
  /** Tells apart from which state of the app; absent while it is not open. */
  readonly version?: string
}

/** How a reload is watched and ended. */
export interface RunningReload {
  readonly signal: AbortSignal
  readonly onProgress: (progress: ReloadProgress) => void
}

/** An app in a list of apps. */
export interface AppEntry {
  readonly id: string
  readonly name: string
  readonly description: string
  /** ISO 8601; `null` before the first reload. */
  readonly lastReloadTime: string | null
}

/** What is about to be exported, and as whom the rows were cut. */
export interface WantedExport {
  readonly objectId: string
  readonly fileType: ExportFileType
  /** What the client calls the file; `''` where it does not. */
  readonly fileName: string
  /** What the object is called. */
  readonly title: string
  readonly rows: number
  readonly columns: number
  /** Whether what is selected was left out of account. */
  readonly everything: boolean
  readonly principal: Principal
  readonly origin: DataOrigin | null
}

/** A file that is being written. */
export interface BegunExport {
  readonly id: string
  /** Absolute path of the file; nothing is there yet. */
  readonly path: string
  readonly mostBytes: number
}

/** What a connection may ask of the tenant, by the rights that it was opened with. */
export interface SessionHost {
  /**
   * A place for a file of exported data.
   *
   * @throws UnderstudyError `EXPORT-NOT-ALLOWED`, `EXPORT-BUSY`, `EXPORT-GONE` where the rights changed
   */
  readonly beginExport: (wanted: WantedExport) => Promise<BegunExport>
  /**
   * Tells whether the file was written.
   *
   * @returns the address that it is fetched from; `null` of one that was not
   * @throws UnderstudyError `EXPORT-GONE` where the rights changed meanwhile, or it took too long
   */
  readonly endExport: (id: string, written: boolean) => Promise<string | null>
  /** The apps that the principal may open. */
  readonly listApps: () => Promise<readonly AppEntry[]>
  /**
   * The data of a stored app for a session app.
   *
   * @throws UnderstudyError `APP-UNKNOWN`, `APP-NO-ACCESS`, `ENGINE-NO-ACCESS`, `ENGINE-NOT-RELOADED`
   */
  readonly copyApp: (appId: string) => Promise<SessionData>
  /**
   * The script by which a stored app loads its data.
   *
   * @throws UnderstudyError `QIX-READ-ONLY` for those who may not load data of the app by a script of theirs
   */
  readonly readScript: (appId: string) => Promise<string>
  /**
   * Loads data for a session app by a script, from nothing but what a stored app declares.
   *
   * @throws UnderstudyError `QIX-READ-ONLY`, `ENGINE-RELOAD-*`
   */
  readonly runScript: (appId: string, script: string, reload: RunningReload) => Promise<SessionData>
}
