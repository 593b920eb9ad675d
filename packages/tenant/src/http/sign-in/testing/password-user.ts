import { hashPassword } from '../../../sign-in/passwords/password-hash.js'
import { storePassword } from '../../../sign-in/passwords/store-password.js'
import type { StartedTenant } from '../../../testing/started-tenant.js'

/** Gives a user of the tenant a password. */
export const givePassword = async ({ context }: StartedTenant, userId: string, password: string): Promise<void> => {
  const owner = { tenantId: context.tenant.id, userId }
  const hash = await hashPassword(context, owner, password)
  await context.store.transaction().execute((transaction) => storePassword(transaction, owner, hash, Date.now()))
}
