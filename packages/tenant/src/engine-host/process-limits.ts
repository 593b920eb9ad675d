import { availableParallelism, totalmem } from 'node:os'

/** What one of several engine processes may take. */
export interface ProcessLimits {
  /** Ceiling of its JavaScript heap. */
  readonly heapMegabytes: number
  /** DuckDB memory limit of an app's queries. */
  readonly memoryLimit: string
}

const megabyte = 2 ** 20

/** Of one process: less serves few sessions, more is not collected in a moment. */
const leastHeap = 512
const mostHeap = 4096

/** What all processes of a node may use for the queries of an app together, and what one needs. */
const queryMegabytes = 1024
const leastQueryMegabytes = 256

/** Engine processes of a node whose operator asks for no number: the tenant's own process has a core left. */
export const defaultProcesses = (cores = availableParallelism()): number =>
  Math.min(Math.max(cores - 1, 1), mostByDefault)

/** More are for those who know what their sessions need: each takes some hundred megabytes. */
const mostByDefault = 8

/** Half of the machine's memory, or of what the container has, is for the heaps; each process has its part. */
export const processLimits = (
  processes: number,
  memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY),
): ProcessLimits => ({
  heapMegabytes: Math.round(Math.min(Math.max(memory / megabyte / 2 / processes, leastHeap), mostHeap)),
  memoryLimit: `${Math.max(Math.floor(queryMegabytes / processes), leastQueryMegabytes)}MB`,
})
