import { parse } from 'node:querystring'
import { UnderstudyError } from '@understudy/contract'

/** `name[member]`, as forms write a member of an object. */
const memberName = /^([^[\]]+)\[([^[\]]+)\]$/

/**
 * Reads a form body (`application/x-www-form-urlencoded`) into the object that the same request would send as JSON:
 * `user_lookup[field]=userId` becomes `{ user_lookup: { field: 'userId' } }`. A repeated parameter becomes an array,
 * which the schemas of token requests accept nowhere (RFC 6749 section 3.2) but in `audience` and `resource` (RFC 8693).
 *
 * @throws UnderstudyError HTTP-MALFORMED for percent-encoding that is none, or not of UTF-8: different bytes would be read
 *   as one text
 */
export const parseFormBody = (body: string): Record<string, unknown> => {
  assertPercentEncoded(body)
  const members = new Map<string, [string, unknown][]>()
  const plain: [string, unknown][] = []
  for (const [name, value] of Object.entries(parse(body))) {
    const [, object, member] = memberName.exec(name) ?? []
    if (object === undefined || member === undefined) plain.push([name, value])
    else members.set(object, [...(members.get(object) ?? []), [member, value]])
  }
  return Object.fromEntries([...plain, ...[...members].map(([name, entries]) => [name, Object.fromEntries(entries)])])
}

const assertPercentEncoded = (body: string): void => {
  try {
    decodeURIComponent(body)
  } catch {
    throw new UnderstudyError('HTTP-MALFORMED', 'The form is not percent-encoded UTF-8.')
  }
}
