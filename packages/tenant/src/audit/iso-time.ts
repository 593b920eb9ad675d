/**
 * Makes a function that writes milliseconds since 1970 in ISO 8601. It keeps its last answer: under load, most records and
 * tokens share their time with the one before.
 */
export const isoTime = (): ((time: number) => string) => {
  let last = Number.NaN
  let text = ''
  return (time) => {
    if (time !== last) {
      text = new Date(time).toISOString()
      last = time
    }
    return text
  }
}
