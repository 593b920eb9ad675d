import type {
  AnsweredCall,
  AppEntry,
  BegunExport,
  DataOrigin,
  ReloadProgress,
  Restored,
  SessionLimits,
  WantedExport,
} from '@understudy/engine'
import type { AppFacts, Opening, StoredApp } from '../engine-host.js'
import type { ToldError } from './told-error.js'

/** Raised by every change after which a tenant and an engine process of different numbers would not understand each other. */
export const protocolVersion = 3

/** What an engine process needs to know before it works. */
export interface EngineSettings {
  /** Folder to work in. */
  readonly home: string
  /** DuckDB memory limit of an app's queries. */
  readonly memoryLimit: string
}

/** A key of what is kept of a session, and the bytes of its value; `null` where there is none any more. */
export type KeptLength = readonly [key: string, bytes: number | null]

/** Numbers of a session and of a client on it, given by the tenant. */
interface Addressed {
  readonly session: number
  readonly client: number
}

/** Told by the tenant. A payload follows where it says so. */
export type ToEngine =
  | { readonly type: 'begin'; readonly settings: EngineSettings }
  | ToldCall
  | (Addressed & { readonly type: 'connect'; readonly attached: boolean })
  /** Of a session that was opened with what was kept of it: the client keeps its handles, and is told that all changed. */
  | (Addressed & { readonly type: 'reconnect' })
  /** Payload: a frame that an earlier process has not answered, to be refused. */
  | (Addressed & { readonly type: 'refuse'; readonly seq: number })
  /** Payload: a frame of the client, the `seq`th. */
  | (Addressed & { readonly type: 'frame'; readonly seq: number })
  /** So many bytes of frames were read by the client. */
  | (Addressed & { readonly type: 'read'; readonly bytes: number })
  | (Addressed & { readonly type: 'disconnect' })
  | { readonly type: 'close'; readonly session: number }
  | { readonly type: 'forget'; readonly app: StoredApp }
  | { readonly type: 'answer'; readonly call: number; readonly result: DoorResult }
  | { readonly type: 'refusal'; readonly call: number; readonly error: ToldError }
  | { readonly type: 'progress'; readonly call: number; readonly progress: ReloadProgress }
  | { readonly type: 'ping' }

/** What an engine process answers with `done` or `failed`. */
export type EngineCall =
  /** Payload: the values of what was kept of the session, one after the other. */
  | {
      readonly type: 'open'
      readonly session: number
      readonly opening: Opening
      readonly limits: SessionLimits
      readonly kept: readonly KeptLength[]
      /** Whether that was stored for later, and not told by a process that ended just now. */
      readonly stored: boolean
    }
  | { readonly type: 'replace'; readonly session: number; readonly opening: Opening }
  | { readonly type: 'facts'; readonly app: StoredApp }

type ToldCall = EngineCall & { readonly call: number }

export type EngineResult = AppFacts | Restored | null

/** Told by an engine process. */
export type ToTenant =
  /** Always the first. */
  | { readonly type: 'hello'; readonly protocol: number }
  | { readonly type: 'done'; readonly call: number; readonly result: EngineResult }
  | { readonly type: 'failed'; readonly call: number; readonly error: ToldError }
  /** Payload: a frame for the client. `answers`: the frames of the client that it and earlier ones answer. */
  | (Addressed & { readonly type: 'frame'; readonly answers: readonly number[] })
  /** Payload: the values that changed of what is kept of the session. Told before any frame that tells of the change. */
  | { readonly type: 'kept'; readonly session: number; readonly changes: readonly KeptLength[] }
  | { readonly type: 'origin'; readonly session: number; readonly origin: DataOrigin | null }
  | (Addressed & { readonly type: 'ask'; readonly call: number; readonly question: DoorQuestion })
  | { readonly type: 'stop'; readonly call: number }
  | (Addressed & { readonly type: 'answered'; readonly answered: AnsweredCall })
  | { readonly type: 'failure'; readonly error: ToldError; readonly traceId: string; readonly appId: string }
  | { readonly type: 'alive'; readonly memory: number }

/** What a session asks the tenant in the name of a client. */
export type DoorQuestion =
  | { readonly method: 'listApps' }
  | { readonly method: 'copyApp'; readonly appId: string }
  | { readonly method: 'readScript'; readonly appId: string }
  | { readonly method: 'runScript'; readonly appId: string; readonly script: string }
  | { readonly method: 'beginExport'; readonly wanted: WantedExport }
  | { readonly method: 'endExport'; readonly id: string; readonly written: boolean }

/** What the tenant answers. */
export interface DoorAnswers {
  readonly listApps: readonly AppEntry[]
  readonly copyApp: Opening
  readonly readScript: string
  readonly runScript: Opening
  readonly beginExport: BegunExport
  /** The address of the file. */
  readonly endExport: string | null
}

export type DoorResult = DoorAnswers[keyof DoorAnswers]
