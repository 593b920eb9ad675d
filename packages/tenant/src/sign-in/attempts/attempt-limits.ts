const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** How attempts of one kind are slowed down. All times in milliseconds. */
export interface AttemptLimit {
  /** Failures that cost nothing. */
  readonly free: number
  /** What the first failure beyond costs; each further one doubles it. */
  readonly firstDelay: number
  readonly longestDelay: number
  /** Failures are forgotten when none was added for so long. */
  readonly memory: number
}

/**
 * Of one account, and of one known browser of an account: about a hundred guesses a day, against passwords of twelve
 * characters. The longest delay is short, so that the user who has no known browser at hand gets in too.
 */
export const accountLimit: AttemptLimit = {
  free: 5,
  firstDelay: 30 * second,
  longestDelay: 15 * minute,
  memory: 24 * hour,
}

/** Of one network address, whatever accounts are tried. Offices share an address, so it is generous. */
export const addressLimit: AttemptLimit = {
  free: 50,
  firstDelay: minute,
  longestDelay: 15 * minute,
  memory: hour,
}

/** How long to wait after so many failures, in milliseconds. */
export const delayAfter = (failures: number, { free, firstDelay, longestDelay }: AttemptLimit): number =>
  failures < free ? 0 : Math.min(longestDelay, firstDelay * 2 ** Math.min(failures - free, 30))
