import { deepestJson, isTooDeep, UnderstudyError } from '@understudy/contract'
import { parse } from 'secure-json-parse'
import { malformed } from './error-response.js'

/**
 * Parses a JSON body.
 *
 * @throws UnderstudyError HTTP-MALFORMED, also for members that would change prototypes
 */
export const parseJson = (text: string): unknown => {
  if (isTooDeep(text))
    throw new UnderstudyError('HTTP-MALFORMED', `The body is nested more than ${deepestJson} levels deep.`)
  try {
    return parse(text)
  } catch (error) {
    throw malformed(error)
  }
}
