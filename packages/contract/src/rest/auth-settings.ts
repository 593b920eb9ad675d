import Type from 'typebox'
import { patchOf } from './json-patch.js'

/** Minutes without use after which a browser session ends (contract 3). */
export const SessionInactivity = Type.Integer({ minimum: 15, maximum: 1440 })

/** Minutes after which a browser session ends however much it is used: whole hours, a week at most (contract 3). */
export const SessionLifespan = Type.Integer({ minimum: 60, maximum: 168 * 60, multipleOf: 60 })

/** How a client that registers itself may authenticate: not at all, or by a secret (contract 1.11). */
export const RegistrationAuthMethod = Type.Enum(['none', 'client_secret'] as const)
export type RegistrationAuthMethod = Type.Static<typeof RegistrationAuthMethod>

/** To allow no way at all, registration is switched off. */
export const RegistrationAuthMethods = Type.Array(RegistrationAuthMethod, { minItems: 1, uniqueItems: true })

/** How long browser sessions of the tenant last, and whether anybody may register a client (contract 1.11, 3). */
export const AuthSettings = Type.Object({
  id: Type.String(),
  tenantId: Type.String(),
  isDefault: Type.Boolean(),
  dynamicClientRegistrationEnabled: Type.Boolean(),
  /** Only while clients may register. */
  dcrAllowedAuthenticationMethods: Type.Optional(RegistrationAuthMethods),
  userSessionInactivityTimeoutMinutes: Type.Integer(),
  maxUserSessionLifespanMinutes: Type.Integer(),
})
export type AuthSettings = Type.Static<typeof AuthSettings>

/** Body of `PATCH /api/core/auth-settings`. */
export const AuthSettingsPatch = patchOf(['replace'])
export type AuthSettingsPatch = Type.Static<typeof AuthSettingsPatch>
