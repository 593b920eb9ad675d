import { embedError } from '../failure/embed-failure.js'

/** Uis that this tenant shows. */
export type Ui =
  | 'analytics/chart'
  | 'analytics/sheet'
  | 'analytics/field'
  | 'analytics/selections'
  | 'classic/chart'
  | 'classic/app'

/** Uis by the names that published clients know. */
const uis: ReadonlyMap<string, Ui | 'unavailable'> = new Map([
  ['analytics/chart', 'analytics/chart'],
  ['object', 'analytics/chart'],
  ['analytics/sheet', 'analytics/sheet'],
  ['analytics/field', 'analytics/field'],
  ['analytics/selections', 'analytics/selections'],
  ['selections', 'analytics/selections'],
  ['classic/chart', 'classic/chart'],
  ['classic/app', 'classic/app'],
  ['analytics/snapshot', 'unavailable'],
  ['ai/assistant', 'unavailable'],
  ['ai/agentic-assistant', 'unavailable'],
  ['insights/feed-cards', 'unavailable'],
])

/**
 * The ui that an element asks for. Asked before anything else: what other uis need is not what these lack.
 *
 * @throws {EmbedError} EMBED-UI for one that nobody knows, EMBED-UI-UNAVAILABLE for one that this tenant does not have
 */
export const uiOf = (written: unknown): Ui => {
  const ui = typeof written === 'string' ? uis.get(written) : undefined
  if (ui === 'unavailable') throw embedError('EMBED-UI-UNAVAILABLE', `The tenant has no ui '${written}'.`)
  if (ui === undefined)
    throw embedError('EMBED-UI', written ? `There is no ui '${written}'.` : 'The ui attribute is missing.')
  return ui
}
