import type { EngineHost } from './engine-host.js'
import { createInProcessHost } from './in-process/in-process-host.js'
import { defaultProcesses, processLimits } from './process-limits.js'
import { createProcessHost, type ProcessEvents } from './processes/process-host.js'
import type { ProcessReading } from './processes/process-slot.js'

export interface EngineOptions {
  /** Engine processes beside this one; 0: all is done in this one; as many as there are cores for unless given. */
  readonly processes?: number | undefined
  /** Seconds without a sign of life after which a process is ended. */
  readonly patience: number
  /** Folder to work in. */
  readonly home: string
}

/** The engines of a node. */
export interface Engines {
  readonly host: EngineHost
  readonly processes: () => readonly ProcessReading[]
}

/** Starts engines, without waiting until they work. */
export const startEngines = (
  { processes = defaultProcesses(), patience, home }: EngineOptions,
  events: ProcessEvents,
): Engines => {
  if (processes === 0) return { host: createInProcessHost({ home }, events), processes: () => [] }
  const { heapMegabytes, memoryLimit } = processLimits(processes)
  const host = createProcessHost({ processes, patience, heapMegabytes, settings: { home, memoryLimit } }, events)
  return { host, processes: host.processes }
}
