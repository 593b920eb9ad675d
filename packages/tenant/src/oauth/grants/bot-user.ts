import { UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import { botSubject } from '../../directory/reserved-names.js'
import { tenantAdminRoleId } from '../../directory/roles/default-roles.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import type { TokenClient } from '../token-client.js'
import { findSubjectUser, type SubjectUser } from './subject-user.js'

/**
 * The user in whose name a machine client acts (contract 1.7), made at its first token. Requests that race make one
 * user: the subject is unique in the tenant.
 */
export const findOrCreateBotUser = async (context: TenantContext, client: TokenClient): Promise<SubjectUser> => {
  const lookup = { field: 'subject', value: botSubject(client.id) } as const
  const known = await findSubjectUser(context, lookup)
  if (known !== undefined) return ownBot(known, client)

  await createBotUser(context, client, lookup.value)
  const created = await findSubjectUser(context, lookup)
  if (created === undefined) throw subjectTaken()
  return ownBot(created, client)
}

/** A user who merely bears the subject, made by whoever may make users, is no bot. */
const ownBot = (user: SubjectUser, client: TokenClient): SubjectUser => {
  if (user.botOf === client.id) return user
  throw subjectTaken()
}

/** Also told of a subject that differs in case only, as such count as one. */
const subjectTaken = (): UnderstudyError =>
  new UnderstudyError('OAUTH-USER-NOT-ACTIVE', 'The subject of the bot user of the client belongs to another user.')

const createBotUser = async (context: TenantContext, client: TokenClient, subject: string): Promise<void> => {
  const { tenant, clock, randomness } = context
  const now = new Date(clock()).toISOString()
  const id = randomness.bytes(12).toString('hex')
  await auditedChange(context, async (transaction, note) => {
    const inserted = await transaction
      .insertInto('users')
      .values({
        tenant_id: tenant.id,
        id,
        subject,
        subject_folded: subject.toLowerCase(),
        name: client.name,
        name_folded: client.name.toLowerCase(),
        email: null,
        email_folded: '',
        status: 'active',
        client_id: client.id,
        created_at: now,
        updated_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .execute()
    if (inserted.length === 0) return
    await transaction
      .insertInto('user_roles')
      .values({ tenant_id: tenant.id, user_id: id, role_id: tenantAdminRoleId })
      .execute()
    note({
      event: 'user.created',
      outcome: 'success',
      actor: { type: 'client', id: client.id },
      subject: id,
      client: client.id,
    })
  })
}
