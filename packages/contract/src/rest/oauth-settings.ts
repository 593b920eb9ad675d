import Type from 'typebox'
import { patchOf } from './json-patch.js'

/** How a tenant takes OAuth clients. Ours, additive. */
export const OAuthSettings = Type.Object({
  /** Whether anybody may register a client, which an administrator has to approve (contract 1.11). */
  dynamicClientRegistration: Type.Boolean(),
})
export type OAuthSettings = Type.Static<typeof OAuthSettings>

/** Body of `PATCH /api/v1/oauth-clients/settings`. */
export const OAuthSettingsPatch = patchOf(['replace'])
export type OAuthSettingsPatch = Type.Static<typeof OAuthSettingsPatch>
