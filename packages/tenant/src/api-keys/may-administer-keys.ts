import { scopesCover } from '@understudy/contract'
import type { Caller } from '../tenants/caller.js'

/** Whether the caller may see and revoke the keys of all users: tenant administrators may (contract 4.8). */
export const mayAdministerKeys = ({ scopes }: Caller): boolean => scopesCover(scopes, 'admin_classic')
