import { rest, UnderstudyError } from '@understudy/contract'
import type { AuditEvent } from '../audit/audit-event.js'
import { insertAssignment } from '../spaces/assignments/insert-assignment.js'
import { insertSpace } from '../spaces/insert-space.js'
import type { SpaceRow, StoreTransaction } from '../store/schema.js'

/** Where apps go that are added without a space. */
const sharedSpaceName = 'Shared'

/** What making a space needs. */
export interface SpaceMaking {
  readonly transaction: StoreTransaction
  readonly note: (event: AuditEvent) => void
  /** Random bytes. */
  readonly bytes: (count: number) => Buffer
  /** ISO 8601. */
  readonly now: string
}

/**
 * The space for apps that are for everyone, made at its first use with everyone as consumer. Later on it is a space as any
 * other: an administrator who takes everyone out keeps them out.
 *
 * @returns its id
 */
export const sharedSpace = async (
  { transaction, note, bytes, now }: SpaceMaking,
  tenantId: string,
): Promise<string> => {
  const id = bytes(12).toString('hex')
  const space = await insertSpace(transaction, tenantId, {
    id,
    name: sharedSpaceName,
    description: 'Apps for everyone.',
    type: 'shared',
    ownerId: null,
    createdAt: now,
  })
  if (space === undefined) return (await spaceNamed(transaction, tenantId, sharedSpaceName)).id
  await insertAssignment(transaction, {
    id: bytes(12).toString('hex'),
    space,
    assigneeType: 'group',
    assigneeId: rest.everyoneGroup.id,
    roles: ['consumer'],
    createdBy: null,
    createdAt: now,
  })
  note({ event: 'space.created', outcome: 'success', actor: { type: 'operator', id: 'command line' }, subject: id })
  return id
}

/** @throws UnderstudyError SPACES-NOT-FOUND */
export const spaceNamed = async (transaction: StoreTransaction, tenantId: string, name: string): Promise<SpaceRow> => {
  const space = await transaction
    .selectFrom('spaces')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('name', '=', name)
    .executeTakeFirst()
  if (space === undefined)
    throw new UnderstudyError('SPACES-NOT-FOUND', `The tenant has no space named ${JSON.stringify(name)}.`)
  return space
}
