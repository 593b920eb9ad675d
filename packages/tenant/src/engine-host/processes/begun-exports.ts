import { UnderstudyError } from '@understudy/contract'
import type { BegunExport, WantedExport } from '@understudy/engine'
import type { TenantDoor } from '../engine-host.js'
import type { EngineProcess } from './engine-process.js'

type ExportDoor = Pick<TenantDoor, 'beginExport' | 'endExport'>

/** The exports that processes are writing, each of which is ended, whatever becomes of its client and of its process. */
export interface BegunExports {
  /** Begins one by the rights of its client. A process that is gone by then, or goes later, has not written it. */
  readonly begin: (door: ExportDoor, wanted: WantedExport, from: EngineProcess) => Promise<BegunExport>
  /**
   * Ends one through the door that it was begun through.
   *
   * @throws UnderstudyError `EXPORT-GONE` where the process is not writing it
   */
  readonly end: (id: string, written: boolean, from: EngineProcess) => Promise<string | null>
}

export const createBegunExports = (): BegunExports => {
  const doors = new WeakMap<EngineProcess, Map<string, ExportDoor>>()

  const doorsOf = (process: EngineProcess): Map<string, ExportDoor> => {
    const known = doors.get(process)
    if (known) return known
    const own = new Map<string, ExportDoor>()
    doors.set(process, own)
    process.gone.addEventListener('abort', () => {
      for (const [id, door] of own) giveUp(door, id)
      own.clear()
    })
    return own
  }

  return {
    begin: async (door, wanted, from) => {
      const begun = await door.beginExport(wanted)
      if (from.isGone()) giveUp(door, begun.id)
      else doorsOf(from).set(begun.id, door)
      return begun
    },
    end: async (id, written, from) => {
      const door = doorsOf(from).get(id)
      if (door === undefined) throw new UnderstudyError('EXPORT-GONE', 'it has ended')
      doorsOf(from).delete(id)
      return door.endExport(id, written)
    },
  }
}

/** Nobody waits for it, and a door that cannot end it has ended it. */
const giveUp = (door: ExportDoor, id: string): void => {
  door.endExport(id, false).catch(() => undefined)
}
