import { rest, UnderstudyError } from '@understudy/contract'
import type { StoreTransaction } from '../store/schema.js'

/** Who is given something: a person, a group, or the user that acts for a client. */
export interface Assignee {
  readonly type: 'user' | 'group' | 'bot'
  readonly assigneeId: string
}

/** @throws UnderstudyError SPACES-UNKNOWN-ASSIGNEE for one that the tenant does not have */
export const assertAssignee = async (
  transaction: StoreTransaction,
  tenantId: string,
  { type, assigneeId }: Assignee,
): Promise<void> => {
  if (type === 'group' && assigneeId === rest.everyoneGroup.id) return
  const found =
    type === 'group'
      ? await transaction
          .selectFrom('groups')
          .select('id')
          .where('tenant_id', '=', tenantId)
          .where('id', '=', assigneeId)
          .executeTakeFirst()
      : await transaction
          .selectFrom('users')
          .select('id')
          .where('tenant_id', '=', tenantId)
          .where('id', '=', assigneeId)
          .where('client_id', type === 'bot' ? 'is not' : 'is', null)
          .executeTakeFirst()
  if (found === undefined)
    throw new UnderstudyError('SPACES-UNKNOWN-ASSIGNEE', `The tenant has no ${type} ${JSON.stringify(assigneeId)}.`, {
      source: { pointer: '/assigneeId' },
    })
}

/** Takes from a user or group that is deleted what it was given in spaces. */
export const forgetAssignee = async (
  transaction: StoreTransaction,
  tenantId: string,
  type: 'user' | 'group',
  assigneeId: string,
): Promise<void> => {
  await transaction
    .deleteFrom('space_assignments')
    .where('tenant_id', '=', tenantId)
    .where('assignee_type', 'in', type === 'group' ? ['group'] : ['user', 'bot'])
    .where('assignee_id', '=', assigneeId)
    .execute()
  await transaction
    .deleteFrom('space_shares')
    .where('tenant_id', '=', tenantId)
    .where('assignee_type', '=', type)
    .where('assignee_id', '=', assigneeId)
    .execute()
}
