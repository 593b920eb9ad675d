import type { Doc } from '@qlik/api/qix'

/** A variable of the session, watched. */
export interface WatchedVariable {
  readonly set: (value: string) => Promise<void>
  readonly stop: () => void
}

interface Events {
  readonly on: (event: 'changed', listener: () => void) => void
  readonly removeListener: (event: 'changed', listener: () => void) => void
}

/**
 * Watches a variable.
 *
 * @param name of the variable
 * @param onValue is told its text, at first and whenever it changes
 * @throws what the engine says when there is no such variable
 */
export const watchVariable = async (
  doc: Doc,
  name: string,
  onValue: (text: string) => void,
): Promise<WatchedVariable> => {
  const variable = await doc.getVariableByName(name)
  let stopped = false
  const tell = async (): Promise<void> => {
    const { qText } = await variable.getLayout()
    if (!stopped) onValue(qText ?? '')
  }
  const changed = (): void => void tell().catch(() => undefined)
  const events = variable as unknown as Events
  events.on('changed', changed)
  await tell()
  return {
    set: async (value) => {
      await variable.setStringValue(value)
    },
    stop: () => {
      stopped = true
      events.removeListener('changed', changed)
    },
  }
}
