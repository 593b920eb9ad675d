import { UnderstudyError } from '@understudy/contract'
import type { StoreTransaction } from '../store/schema.js'
import { isUniqueViolation } from '../store/unique-violation.js'

/**
 * Gives a tenant a host name.
 *
 * @param position 0 for the tenant's own, 1 for its alias
 * @throws UnderstudyError `TENANTS-HOSTNAME-TAKEN`
 */
export const addHostname = async (
  transaction: StoreTransaction,
  tenantId: string,
  hostname: string,
  position: number,
): Promise<void> => {
  try {
    await transaction
      .insertInto('tenant_hostnames')
      .values({ tenant_id: tenantId, hostname: hostname.toLowerCase(), position })
      .execute()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new UnderstudyError('TENANTS-HOSTNAME-TAKEN', `The host name ${hostname} is taken.`, { cause: error })
  }
}

/**
 * Whether a tenant may call itself so beside its own name: a name of the same domain. A name of another domain could be
 * one that the operator means for somebody else.
 */
export const isNeighbour = (own: string, alias: string): boolean => {
  const domain = own.split('.').slice(1)
  const [, ...aliasDomain] = alias.toLowerCase().split('.')
  return domain.length >= 2 && !/^[\d.]+$/.test(own) && domain.join('.') === aliasDomain.join('.')
}
