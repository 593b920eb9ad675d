import { scopesCover, UnderstudyError } from '@understudy/contract'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { assertMayMakePersonal } from './assert-may-make.js'

/** What the caller may do in their personal space, in the words of the published client; nothing without a role for it. */
export const privilegesOf = ({ store, tenant }: TenantContext, caller: Caller): Promise<string[]> =>
  store.transaction().execute(async (transaction) => {
    if (!['apps', 'admin.apps'].some((scope) => scopesCover(caller.scopes, scope))) return []
    try {
      await assertMayMakePersonal(transaction, tenant.id, caller)
      return ['can_create_app', 'can_import_app']
    } catch (error) {
      if (error instanceof UnderstudyError) return []
      throw error
    }
  })
