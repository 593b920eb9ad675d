import { type rest, scopesCover, UnderstudyError } from '@understudy/contract'
import type { CollectionRow } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'

const governing = 'admin.collections.publicgoverned'

/**
 * Lets those pass who may make collections of a type, or make a collection one of that type.
 *
 * @throws UnderstudyError AUTH-INSUFFICIENT-SCOPE
 */
export const assertMayMake = ({ scopes }: Caller, type: rest.CollectionTypeName): void => {
  const needed = type === 'publicgoverned' ? governing : 'apps'
  if (scopesCover(scopes, needed)) return
  throw new UnderstudyError('AUTH-INSUFFICIENT-SCOPE', `Collections of type ${type} need the scope ${needed}.`)
}

/**
 * Lets those pass who may change what is in a collection: whoever made it, and for those of all who governs them.
 *
 * @throws UnderstudyError COLLECTIONS-FORBIDDEN, AUTH-INSUFFICIENT-SCOPE
 */
export const assertMayFill = (caller: Caller, { type, owner_id, creator_id }: CollectionRow): void => {
  if (owner_id === null && scopesCover(caller.scopes, governing)) return
  if (type === 'publicgoverned') throw forbidden(`The collection is governed: it takes the scope ${governing}.`)
  if (creator_id !== caller.userId) throw forbidden('Another user made the collection.')
  assertMayMake(caller, 'private')
}

/**
 * The same for the collection itself; favourites are what they are.
 *
 * @throws UnderstudyError COLLECTIONS-FORBIDDEN, AUTH-INSUFFICIENT-SCOPE
 */
export const assertMayChange = (caller: Caller, collection: CollectionRow): void => {
  if (collection.type === 'favorite') throw forbidden('The favourites of a user are not changed as a collection.')
  assertMayFill(caller, collection)
}

const forbidden = (detail: string): UnderstudyError => new UnderstudyError('COLLECTIONS-FORBIDDEN', detail)
