/** How long sessions of a tenant last, in milliseconds. */
export interface SessionTimes {
  /** From the last use on. */
  readonly inactivity: number
  /** From the beginning on, however much the session is used. */
  readonly lifespan: number
}

const minute = 60_000

/** Contract 3: half an hour without use, a day in all. */
export const defaultSessionMinutes = { inactivity: 30, lifespan: 24 * 60 } as const

/**
 * The longest time for which a use of a session may stay unrecorded, so that not every request writes. A session may
 * therefore end by this much before its inactivity would have lasted as long as the setting says.
 */
export const useRecordedEvery = minute

/** The times of a tenant; its settings may be missing. */
export const sessionTimes = (
  settings: { readonly session_inactivity_minutes: number | null; readonly session_lifespan_minutes: number | null } = {
    session_inactivity_minutes: null,
    session_lifespan_minutes: null,
  },
): SessionTimes => ({
  inactivity: (settings.session_inactivity_minutes ?? defaultSessionMinutes.inactivity) * minute,
  lifespan: (settings.session_lifespan_minutes ?? defaultSessionMinutes.lifespan) * minute,
})

/** When a session ends, milliseconds since 1970. */
export const sessionEnd = (
  { createdAt, lastUsedAt }: { readonly createdAt: number; readonly lastUsedAt: number },
  { inactivity, lifespan }: SessionTimes,
): number => Math.min(lastUsedAt + inactivity, createdAt + lifespan)
