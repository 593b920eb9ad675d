import { UnderstudyError } from '@understudy/contract'

/** Whose exports are counted together. */
export interface ExportOwner {
  readonly tenantId: string
  readonly userId: string
}

/** The exports that a node is writing. */
export interface RunningExports {
  /**
   * Counts an export in, until it is taken out or its time is over.
   *
   * @param onLate called when it takes longer than an export may
   * @throws UnderstudyError `EXPORT-BUSY`
   */
  readonly begin: (id: string, owner: ExportOwner, onLate: () => void) => void
  /** Takes an export of an owner out. @returns whether it was there */
  readonly end: (id: string, owner: ExportOwner) => boolean
}

/** Exports that are written at a time. */
const mostOfUser = 2
const mostOfTenant = 8

/**
 * Milliseconds. Exports end by themselves, with their client or with their process; this is for one that nobody ends. It is
 * longer than the engine goes on, with the time that an export waits for others to be read.
 */
const timeLimit = 3_600_000

/** @param schedule runs something later; the result takes it back */
export const createRunningExports = (schedule: (run: () => void, ms: number) => () => void): RunningExports => {
  const running = new Map<string, ExportOwner & { readonly stop: () => void }>()
  const take = (id: string): void => {
    running.get(id)?.stop()
    running.delete(id)
  }
  return {
    begin: (id, { tenantId, userId }, onLate) => {
      const ofTenant = [...running.values()].filter((each) => each.tenantId === tenantId)
      if (ofTenant.filter((each) => each.userId === userId).length >= mostOfUser)
        throw new UnderstudyError('EXPORT-BUSY', `${mostOfUser} exports of the person are being written`)
      if (ofTenant.length >= mostOfTenant)
        throw new UnderstudyError('EXPORT-BUSY', `${mostOfTenant} exports of the tenant are being written`)
      const stop = schedule(() => {
        running.delete(id)
        onLate()
      }, timeLimit)
      running.set(id, { tenantId, userId, stop })
    },
    end: (id, { tenantId, userId }) => {
      const known = running.get(id)
      if (known?.tenantId !== tenantId || known.userId !== userId) return false
      take(id)
      return true
    },
  }
}
