/** A failure that the reader can do something about: shown as its message, without a stack trace. */
export class Failure extends Error {}

/** Tells why a script ends; a stack trace only for what nobody foresaw. Returns the exit code. */
export const tellFailure = (error) => {
  console.error(error instanceof Failure ? `\n${error.message}` : error)
  return 1
}
