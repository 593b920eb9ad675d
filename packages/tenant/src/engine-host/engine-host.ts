import type {
  AnsweredCall,
  AppDefinition,
  AppEntry,
  BegunExport,
  CloseCode,
  DataOrigin,
  KeptChanges,
  KeptState,
  Principal,
  Restored,
  RunningReload,
  SessionLimits,
  WantedExport,
} from '@understudy/engine'

/** Where a stored app lies. Like all that is told to an engine, it is plain data, which another process can be told. */
export interface StoredApp {
  readonly tenantId: string
  readonly appId: string
  /** Absolute path of the app folder. */
  readonly folder: string
  /** Absolute path of the folder with its snapshots. */
  readonly snapshotDir: string
}

/** Where the data of a session is. */
export type DataPlace =
  | { readonly kind: 'empty' }
  | { readonly kind: 'stored'; readonly app: StoredApp }
  /** Loaded by a script of the session. The folder is removed once it is open: the data is nobody else's. */
  | { readonly kind: 'scripted'; readonly app: StoredApp; readonly snapshotDir: string }

/** What a session shows, and to whom. */
export interface Opening {
  readonly principal: Principal
  readonly place: DataPlace
  /** Under which id the session knows the app: for a session app, its own. */
  readonly appId: string
}

/** What a connection may ask of the tenant, by the rights that it was opened with. Errors are those of the engine's `SessionHost`. */
export interface TenantDoor {
  readonly listApps: () => Promise<readonly AppEntry[]>
  readonly copyApp: (appId: string) => Promise<Opening>
  readonly readScript: (appId: string) => Promise<string>
  readonly runScript: (appId: string, script: string, reload: RunningReload) => Promise<Opening>
  readonly beginExport: (wanted: WantedExport) => Promise<BegunExport>
  readonly endExport: (id: string, written: boolean) => Promise<string | null>
}

/** The way back to one client. */
export interface HostedTransport {
  /** Sends one text frame, as text or as the bytes of its UTF-8. */
  readonly send: (frame: string | Uint8Array) => void
  /** Resolves when the client has read enough to be sent more; `undefined` where it has already. */
  readonly ready: () => Promise<void> | undefined
  readonly close: (code: CloseCode, reason: string) => void
  /** Told of every call of the client once it is answered. */
  readonly answered?: (call: AnsweredCall) => void
}

/** One client on a session. */
export interface HostedConnection {
  /**
   * Takes the UTF-8 of one text frame. Never throws: whatever is wrong with it is answered.
   *
   * @param onAnswered called right before the answer to it is sent
   */
  readonly receive: (frame: Buffer, onAnswered?: () => void) => void
  /** Tells that the client is gone. */
  readonly close: () => void
  /** Requests that are not answered yet. */
  readonly pending: () => number
  /** How long the requests are that are not answered yet, in characters or bytes. */
  readonly pendingLength: () => number
  /** Where the data of the session comes from. */
  readonly origin: () => DataOrigin | null
}

/** A session of an engine, wherever that runs. */
export interface HostedSession {
  /** @param attached whether the session was there before this client */
  readonly connect: (transport: HostedTransport, attached: boolean, door: TenantDoor) => HostedConnection
  readonly origin: () => DataOrigin | null
  /** Goes over to newer data of the same app; selections are carried over by value. */
  readonly replaceData: (opening: Opening) => Promise<void>
  /** Closes every connection at once, and stops what is being evaluated. */
  readonly close: (code: CloseCode, reason: string) => void
  /** How much of what was stored of it could be opened again; `null` where nothing was. */
  readonly restored: () => Restored | null
}

/** How a session is kept beyond its process. */
export interface SessionKeeping {
  /** Told of what the session becomes, before any client is. */
  readonly keep: (changes: KeptChanges) => void
  /** What was stored of it. */
  readonly stored?: KeptState
}

/** What an app's data says of itself. */
export interface AppFacts {
  readonly sources: AppDefinition['sources']
  /** Whether section access restricts the app, or has to. */
  readonly restricted: boolean
}

/** Where engine work is done: in this process or in others. */
export interface EngineHost {
  /**
   * @param onLost called when the session has ended without having been closed
   * @throws UnderstudyError `ENGINE-NO-ACCESS`, `ENGINE-NOT-RELOADED`, `ENGINE-SNAPSHOT-DAMAGED`, `ENGINE-RESTARTED`
   */
  readonly openSession: (
    opening: Opening,
    limits: SessionLimits,
    onLost: () => void,
    keeping?: SessionKeeping,
  ) => Promise<HostedSession>
  /** @throws UnderstudyError `ENGINE-NOT-RELOADED`, `ENGINE-SNAPSHOT-DAMAGED` */
  readonly factsOf: (app: StoredApp) => Promise<AppFacts>
  /** Lets go of the data of an app that was deleted; what runs has its time. */
  readonly forget: (app: StoredApp) => void
  readonly close: () => Promise<void>
}

/** What engines tell of their work. */
export interface EngineEvents {
  readonly onAnswer: (answered: AnsweredCall) => void
  /** Told of failures that are nobody's mistake but ours, with the id that the client is told instead. */
  readonly onFailure: (error: unknown, traceId: string, appId: string) => void
}
