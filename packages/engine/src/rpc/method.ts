import { type ErrorCode, UnderstudyError } from '@understudy/contract'
import type { JsonObject } from '../json.js'
import type { Bookmarks } from '../objects/bookmarks.js'
import type { ObjectStore } from '../objects/object-store.js'
import type { Scope } from '../objects/scope.js'
import type { Variables } from '../objects/variables.js'
import type { SelectionTimeline } from '../selections/timeline.js'
import type { Arguments, Parameters } from './parameters.js'
import type { SessionData, SessionHost } from './session-data.js'
import type { SessionReload } from './session-reload.js'
import type { Target, TargetKind, TargetOf } from './target.js'

/** Bounds of what one session may hold. */
export interface SessionLimits {
  /** Session objects, with their children. */
  readonly sessionObjects: number
  /** Session variables; default 1,000. */
  readonly variables?: number
  /** Characters of the JSON of session objects, patches, searches and variables; default 20 million. */
  readonly characters?: number
}

/** What a method may know and do beside its target and arguments. */
export interface Call {
  readonly scope: Scope
  readonly limits: SessionLimits
  /** Tells the caller's connection from others of the session. */
  readonly connectionId: number
  readonly data: SessionData
  readonly host: SessionHost
  readonly reload: SessionReload
  /** The script that a reload would run; `null` for that of the app. */
  readonly script: string | null
  /** A random id for a new object. */
  readonly createId: () => string
  /** The caller's handle of a target, as `qHandle` answers it. */
  readonly open: (target: Target) => number
  /** Gives up requests of the caller's connection that are not answered yet: those of an id, or all. */
  readonly cancel: (requestId: number | string | null) => void
}

/** What a command changes. Absent members stay as they are. */
export interface Outcome {
  readonly result: JsonObject
  readonly timeline?: SelectionTimeline
  readonly objects?: ObjectStore
  readonly variables?: Variables
  readonly bookmarks?: Bookmarks
  readonly stateNames?: readonly string[]
  /** Positions of the fields that cyclic master dimensions are turned to, by their ids. */
  readonly activeFields?: ReadonlyMap<string, number>
  /** Other data, to which selections are carried over by value. */
  readonly data?: SessionData
  readonly script?: string
  /** Objects whose layout changes though no selection did. */
  readonly changed?: readonly string[]
}

/** What the documentation tells of a method beside its name. */
interface Told {
  /** By name, in their position. */
  readonly parameters: Parameters
  /** What there is to know for who calls it: for whom it works, or what its answer leaves out. */
  readonly note?: string
  /** The error that every call of it is answered with. */
  readonly refusal?: { readonly code: ErrorCode; readonly reason: string }
}

/** Answers from one moment: when selections change before it is done, it runs again. */
export interface Query<Kind extends TargetKind> extends Told {
  readonly effect: 'query'
  /** Answers from the moment that it was asked in, which lasts until it is done. */
  readonly lasting?: boolean
  readonly run: (call: Call, target: TargetOf<Kind>, args: never) => JsonObject | Promise<JsonObject>
}

/** Changes the session. Commands run one after the other; what takes long runs before its turn. */
export interface Command<Kind extends TargetKind> extends Told {
  readonly effect: 'command' | 'task'
  readonly run: (call: Call, target: TargetOf<Kind>, args: never) => Outcome | Promise<Outcome>
}

export type Method<Kind extends TargetKind> = Query<Kind> | Command<Kind>

/** The methods of one kind of target by their QIX name. */
export type Methods<Kind extends TargetKind> = Readonly<Record<string, Method<Kind>>>

/** Defines a method that only reads. Its parameters are given by name, in their position; the documentation tells the note. */
export const query =
  <Kind extends TargetKind>() =>
  <P extends Parameters>(
    parameters: P,
    run: (call: Call, target: TargetOf<Kind>, args: Arguments<P>) => JsonObject | Promise<JsonObject>,
    note?: string,
  ): Query<Kind> => ({
    ...(note === undefined ? {} : { note }),
    effect: 'query',
    parameters,
    run,
  })

/** Defines a method that takes long and only reads: later selections neither stop it nor have a part in it. */
export const lastingQuery =
  <Kind extends TargetKind>() =>
  <P extends Parameters>(
    parameters: P,
    run: (call: Call, target: TargetOf<Kind>, args: Arguments<P>) => Promise<JsonObject>,
    note: string,
  ): Query<Kind> => ({ ...query<Kind>()(parameters, run, note), lasting: true })

/** Defines a method that changes the session. */
export const command =
  <Kind extends TargetKind>() =>
  <P extends Parameters>(
    parameters: P,
    run: (call: Call, target: TargetOf<Kind>, args: Arguments<P>) => Outcome | Promise<Outcome>,
    note?: string,
  ): Command<Kind> => ({
    ...(note === undefined ? {} : { note }),
    effect: 'command',
    parameters,
    run,
  })

/** Defines a method that takes long and changes the session in the end. Others are answered meanwhile. */
export const task =
  <Kind extends TargetKind>() =>
  <P extends Parameters>(
    parameters: P,
    run: (call: Call, target: TargetOf<Kind>, args: Arguments<P>) => Promise<Outcome>,
    note?: string,
  ): Command<Kind> => ({
    ...(note === undefined ? {} : { note }),
    effect: 'task',
    parameters,
    run,
  })

/** Methods of the schema of which every call is refused, in words that help. */
export const refused = <Kind extends TargetKind>(
  code: ErrorCode,
  reasons: Readonly<Record<string, string>>,
): Methods<Kind> =>
  Object.fromEntries(
    Object.entries(reasons).map(([name, reason]) => [
      name,
      {
        effect: 'query',
        parameters: {},
        refusal: { code, reason },
        run: () => {
          throw new UnderstudyError(code, reason)
        },
      },
    ]),
  )
