import { availableParallelism } from 'node:os'
import type { DuckDBConnection } from '@duckdb/node-api'
import { UnderstudyError } from '@understudy/contract'

/** What a reload may use. */
export interface ReloadLimits {
  /** DuckDB memory limit such as `2GB`; beyond it, data spills to disk beside the snapshot. */
  readonly memoryLimit: string
  /** DuckDB size such as `1GB` of what the script may spill to the disk. */
  readonly spillLimit: string | undefined
  readonly threads: number
  readonly timeLimitMs: number
  /** Aborts when the time is over or whoever asked for the reload stops it. */
  readonly signal: AbortSignal
  /** Runs work on a connection and interrupts it when the time is over or the signal aborts. */
  guard<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T>
}

export interface ReloadLimitOptions {
  /** Default `2GB`. */
  readonly memoryLimit?: string
  /** Of the script, such as `1GB`; default: DuckDB's, nearly all of the disk. */
  readonly spillLimit?: string
  /** Default: all cores. */
  readonly threads?: number
  /** Milliseconds for the whole reload; default one hour. */
  readonly timeLimitMs?: number
  readonly signal?: AbortSignal
}

/** Fixes the limits of one reload; its time starts now. */
export const reloadLimits = (options: ReloadLimitOptions): ReloadLimits => {
  const timeLimitMs = options.timeLimitMs ?? 3_600_000
  const timeout = AbortSignal.timeout(timeLimitMs)
  const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout
  return {
    memoryLimit: options.memoryLimit ?? '2GB',
    spillLimit: options.spillLimit,
    threads: options.threads ?? availableParallelism(),
    timeLimitMs,
    signal,
    guard: async (connection, work) => {
      const interrupt = () => connection.interrupt()
      if (signal.aborted) throw stopped(signal, timeout)
      signal.addEventListener('abort', interrupt)
      try {
        return await work()
      } catch (cause) {
        throw signal.aborted ? stopped(signal, timeout, cause) : cause
      } finally {
        signal.removeEventListener('abort', interrupt)
      }
    },
  }
}

/** Whoever stops a reload may say why. */
const stopped = ({ reason }: AbortSignal, timeout: AbortSignal, cause?: unknown): UnderstudyError =>
  reason instanceof UnderstudyError
    ? reason
    : new UnderstudyError('ENGINE-RELOAD-STOPPED', timeout.aborted ? 'its time was over' : 'it was cancelled', {
        cause,
      })
