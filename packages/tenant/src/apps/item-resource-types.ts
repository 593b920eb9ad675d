import { UnderstudyError } from '@understudy/contract'

/** The parameters of a list of items that say of which kind they are to be (contract 4.13). */
export interface ResourceTypeQuery {
  readonly resourceType?: string | undefined
  readonly resourceSubType?: string | undefined
}

/**
 * Whether items of apps are asked for. Apps are the only items, and have no sub type. `resourceType` lists types, each
 * with the sub types it may have in brackets: `app`, `app[]`, `app[a,b,]`, `app,note`; a sub type that is empty stands
 * for none.
 *
 * @throws UnderstudyError REST-INVALID-PARAMETER for other syntax, or when both parameters name sub types
 */
export const asksForApps = ({ resourceType, resourceSubType }: ResourceTypeQuery): boolean => {
  if (resourceType !== undefined && !/^[\w-]+(\[[\w,-]*\])?(,[\w-]+(\[[\w,-]*\])?)*$/.test(resourceType))
    throw invalid('resourceType', 'must list types such as "app", "app[]" or "app[first,second],note"')
  if (resourceType?.includes('[') && resourceSubType !== undefined)
    throw invalid('resourceSubType', 'cannot be combined with sub types in "resourceType"')
  if (resourceSubType !== undefined && !resourceSubType.split(',').includes('')) return false
  if (resourceType === undefined) return true
  const types = [...resourceType.matchAll(/([\w-]+)(?:\[([\w,-]*)\])?/g)]
  return types.some(
    ([, type, subTypes]) => type === 'app' && (subTypes === undefined || subTypes.split(',').includes('')),
  )
}

const invalid = (parameter: string, problem: string): UnderstudyError =>
  new UnderstudyError('REST-INVALID-PARAMETER', `"${parameter}" ${problem}.`, { source: { parameter } })
