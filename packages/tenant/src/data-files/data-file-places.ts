import { type rest, scopesCover, UnderstudyError } from '@understudy/contract'
import { standingsIn } from '../apps/app-rights.js'
import { assertMayMakePersonal } from '../apps/making/assert-may-make.js'
import { findVisibleSpace } from '../spaces/read-space.js'
import type { StoreTransaction } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import { placeOf } from './space-files.js'

/** The connection that stands for the caller's personal space; that of another space has the id of the space. */
export const personalConnection = 'personal'

/** Where files lie. */
export interface DataPlace {
  readonly place: string
  readonly spaceId: string | null
}

type Standing = rest.SpaceRole | 'owner'

const writers: Readonly<Record<rest.SpaceTypeName, readonly Standing[]>> = {
  shared: ['owner', 'facilitator', 'producer'],
  managed: ['owner', 'facilitator'],
  data: ['owner', 'facilitator', 'producer'],
}
const readers: readonly Standing[] = ['owner', 'facilitator', 'producer', 'codeveloper', 'dataconsumer', 'operator']

/**
 * The place that a connection stands for, for whoever may read or write files there.
 *
 * @throws UnderstudyError DF-013, DF-014, APP-CREATE-FORBIDDEN
 */
export const dataPlace = async (
  transaction: StoreTransaction,
  tenantId: string,
  caller: Caller,
  connection: string | null | undefined,
  need: 'read' | 'write',
): Promise<DataPlace> => {
  if (connection === undefined || connection === null || connection === personalConnection) {
    if (need === 'write') await assertMayMakePersonal(transaction, tenantId, caller)
    return { place: placeOf(null, caller.userId), spaceId: null }
  }
  const space = await findVisibleSpace(transaction, tenantId, caller, connection).catch((error: unknown) => {
    if (error instanceof UnderstudyError) throw new UnderstudyError('DF-014', 'There is no connection of that id.')
    throw error
  })
  const standings = await standingsIn(transaction, tenantId, caller, space)
  const needed = need === 'write' ? writers[space.type] : readers
  if (scopesCover(caller.scopes, 'admin.apps') || standings.some((standing) => needed.includes(standing)))
    return { place: placeOf(space.id, ''), spaceId: space.id }
  throw new UnderstudyError('DF-013', `The user may not ${need} files of the space.`)
}
