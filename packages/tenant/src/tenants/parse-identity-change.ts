import Type from 'typebox'
import { Value } from 'typebox/value'
import type { IdentityChange } from './identity-changes.js'

const Message = Type.Object({
  tenantId: Type.String(),
  kind: Type.Enum([
    'user',
    'client',
    'client-credential',
    'grant',
    'session',
    'api-key',
    'tenant',
    'tenant-settings',
    'space',
  ] as const),
  id: Type.String(),
})

/**
 * Reads what a node told the others. Everybody who may connect to the database may notify, so nothing is taken for
 * granted.
 *
 * @returns undefined for what no node of ours sends
 */
export const parseIdentityChange = (message: string): IdentityChange | undefined => {
  try {
    const value: unknown = JSON.parse(message)
    return Value.Check(Message, value) ? value : undefined
  } catch {
    return undefined
  }
}
