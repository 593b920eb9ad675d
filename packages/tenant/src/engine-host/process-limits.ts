import { availableParallelism, totalmem } from 'node:os'

/** What one of several engine processes may take. */
export interface ProcessLimits {
  /** Ceiling of its JavaScript heap. */
  readonly heapMegabytes: number
  /** DuckDB memory limit of an app's queries. */
  readonly memoryLimit: string
}

const megabyte = 2 ** 20
const gigabyte = 2 ** 30

/** Of one process: less serves few sessions, more is not collected in a moment. */
const leastHeap = 512
const mostHeap = 4096

/** For the queries of an app in one process. All processes together may use as much as one alone, however small the machine is. */
const mostQueryMegabytes = 1024
const leastQueryMegabytes = 256

/** Bytes of the machine's memory, or of what the container has. */
const availableMemory = (): number => Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)

/**
 * Engine processes of a node whose operator asks for no number: the tenant's own process has a core left, and each process
 * a gigabyte of memory.
 */
export const defaultProcesses = (cores = availableParallelism(), memory = availableMemory()): number =>
  Math.max(Math.min(cores - 1, mostByDefault, Math.floor(memory / gigabyte)), 1)

/** More are for those who know what their sessions need: each takes some hundred megabytes. */
const mostByDefault = 8

/**
 * Ceilings reserve nothing, and seldom do all processes reach theirs: a heap may take a quarter of the memory, and the
 * queries of an app what they may in a single process, unless all processes would need more than half of the memory for it.
 */
export const processLimits = (processes: number, memory = availableMemory()): ProcessLimits => {
  const megabytes = memory / megabyte
  const queries = Math.max(megabytes / 2, mostQueryMegabytes) / processes
  return {
    heapMegabytes: Math.round(Math.min(Math.max(megabytes / 4, leastHeap), mostHeap)),
    memoryLimit: `${Math.floor(Math.min(Math.max(queries, leastQueryMegabytes), mostQueryMegabytes))}MB`,
  }
}
