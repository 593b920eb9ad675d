import { rest, UnderstudyError } from '@understudy/contract'
import { Value } from 'typebox/value'

/**
 * Which items a list of collections is to hold along: `includeItems` as JSON, or its members one by one in brackets.
 *
 * @returns undefined where it is to hold none
 * @throws UnderstudyError REST-INVALID-PARAMETER
 */
export const includedItems = (query: rest.CollectionListQuery): rest.IncludedItems | undefined => {
  const members = {
    limit: query['includeItems[limit]'],
    sort: query['includeItems[sort]'],
    resourceType: query['includeItems[resourceType]'],
  }
  const given = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
  if (query.includeItems === undefined) return Object.keys(given).length === 0 ? undefined : given
  const parsed = { ...parsedObject(query.includeItems), ...given }
  if (!Value.Check(rest.IncludedItems, parsed)) throw refused()
  return parsed
}

const parsedObject = (text: string): object => {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    throw refused()
  }
  throw refused()
}

const refused = (): UnderstudyError =>
  new UnderstudyError(
    'REST-INVALID-PARAMETER',
    '"includeItems" is a JSON object with nothing but "limit", "sort" and "resourceType".',
    { source: { parameter: 'includeItems' } },
  )
