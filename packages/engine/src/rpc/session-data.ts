import type { AppDefinition } from '../objects/app-definition.js'
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

/** What a connection may ask of the tenant, by the rights that it was opened with. */
export interface SessionHost {
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
