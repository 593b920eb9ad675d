import { registerEmbedAssetRoutes } from '../http/embed-asset-routes.js'
import { registerExportRoutes } from '../http/export-routes.js'
import { registerJwtLoginRoutes } from '../http/jwt-login-routes.js'
import { registerRestRoutes } from '../http/rest/register-rest-routes.js'
import type { RouteRegistration } from '../http/server.js'
import { registerSignInRoutes } from '../http/sign-in/register-sign-in-routes.js'
import type { UpgradeAttachment } from '../http/start-server.js'
import { attachQix } from '../qix/attach-qix.js'

/** Everything that `serve` serves beside the authorization server, in one place. */
export const served: {
  readonly routes: readonly RouteRegistration[]
  readonly upgrades: readonly UpgradeAttachment[]
} = {
  routes: [
    registerRestRoutes,
    registerJwtLoginRoutes,
    registerSignInRoutes,
    registerEmbedAssetRoutes,
    registerExportRoutes,
  ],
  upgrades: [attachQix],
}
