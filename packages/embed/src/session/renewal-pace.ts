/** For how long a renewal counts, in milliseconds. */
const memory = 60_000
const firstPause = 500
const longestPause = 5_000

/**
 * Makes a function that says how long to wait before another token is asked for. Rights may change a hundred times in a
 * minute; the first change is followed at once, and many together, so that the page is asked for few tokens.
 *
 * @param now milliseconds
 * @returns counts a renewal and tells its pause, in milliseconds
 */
export const renewalPace = (now: () => number): (() => number) => {
  let renewals: number[] = []
  return () => {
    const time = now()
    renewals = renewals.filter((each) => each > time - memory)
    renewals.push(time)
    return renewals.length === 1 ? 0 : Math.min(firstPause * 2 ** (renewals.length - 2), longestPause)
  }
}
