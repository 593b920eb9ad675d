import { didYouMean } from '@understudy/contract'
import { isConnectionUrl } from '../apps/connections/open-query.js'

// How the text of an option becomes a value. Each throws a RangeError that says what is expected.

/** A text of at least one character. */
export const text = (value: string): string => {
  if (value === '') throw new RangeError('must not be empty')
  return value
}

/** A whole number within bounds. */
export const wholeNumber =
  (least: number, most: number) =>
  (value: string): number => {
    const number = Number(value)
    if (!/^\d+$/.test(value) || number < least || number > most) {
      throw new RangeError(`must be a whole number from ${least} to ${most}`)
    }
    return number
  }

/** A switch. */
export const flag = (value: string): boolean => {
  if (value === 'true' || value === 'false') return value === 'true'
  throw new RangeError('must be true or false')
}

/** The origin of a web address. */
export const origin = (value: string): string => {
  if (!URL.canParse(value) || new URL(value).origin !== value) {
    throw new RangeError('must be an origin such as https://analytics.example.com, without path or slash at the end')
  }
  return value
}

/** Host names between commas. */
export const hostNames = (value: string): readonly string[] => {
  const names = value.split(',').map((name) => name.trim().toLowerCase())
  if (names.some((name) => !/^[\w.:-]+$/.test(name))) {
    throw new RangeError('must be host names such as keys.internal.example, separated by commas')
  }
  return names
}

/** Header names (RFC 9110 section 5.1) between commas; one that ends with `*` stands for all that begin so. */
export const headerNames = (value: string): readonly string[] => {
  const names = value.split(',').map((name) => name.trim().toLowerCase())
  if (names.some((name) => !/^[\w!#$%&'+.^`|~-]+\*?$/.test(name))) {
    throw new RangeError('must be header names such as x-trace-id or x-trace-*, separated by commas')
  }
  return names
}

/** `name=URL` entries between spaces; a URL holds none. */
export const connectionUrls = (value: string): ReadonlyMap<string, string> => {
  const entries = value.split(/\s+/).filter((entry) => entry !== '')
  return new Map(
    entries.map((entry) => {
      const [, name, url] = /^([a-z][a-z0-9-]*)=(.+)$/.exec(entry) ?? []
      // The text holds passwords: the message repeats none of it.
      if (name === undefined || url === undefined || !isConnectionUrl(url))
        throw new RangeError(
          'must be entries such as erp=postgresql://user:password@host/database, separated by spaces',
        )
      return [name, url]
    }),
  )
}

/** From the rarest lines to all. */
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** How much the log tells. */
export const logLevel = (value: string): (typeof logLevels)[number] => {
  const level = logLevels.find((each) => each === value)
  if (level !== undefined) return level
  throw new RangeError(`must be one of ${logLevels.join(', ')}.${didYouMean(value, logLevels)}`)
}
