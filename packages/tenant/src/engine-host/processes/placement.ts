/** An engine process as far as it matters for who goes where. */
export interface Place {
  /** Sessions in the process by the data that they show. */
  readonly sessions: ReadonlyMap<string, number>
}

/** Sessions of a process above which it takes those of an app that it has open only if the others have more. */
const full = 64

const countOf = ({ sessions }: Place): number => {
  let count = 0
  for (const some of sessions.values()) count += some
  return count
}

/**
 * Chooses the process for a session: one that has its data open already, unless it is full, else the one with the fewest
 * sessions.
 *
 * @param places at least one
 * @param data tells the data of the session from others
 */
export const choosePlace = <P extends Place>(places: readonly P[], data: string): P => {
  const warm = places.filter((place) => (place.sessions.get(data) ?? 0) > 0 && countOf(place) < full)
  const [chosen] = [...(warm.length > 0 ? warm : places)].sort((a, b) => countOf(a) - countOf(b))
  if (chosen === undefined) throw new RangeError('there is no process')
  return chosen
}
