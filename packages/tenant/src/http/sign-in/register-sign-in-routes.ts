import { requestValidation } from '../rest/request-validation.js'
import type { RouteRegistration } from '../server.js'
import { addAccountRoutes } from './account-routes.js'
import { addLinkRoutes } from './link-routes.js'
import { addLoginRoutes } from './login-routes.js'
import { addLogoutRoutes } from './logout-routes.js'
import { addProviderRoutes } from './provider-routes.js'

/** The pages on which people sign in. Their forms are forms: no other kind of body is taken. */
export const registerSignInRoutes: RouteRegistration = (app) => {
  app.setValidatorCompiler(requestValidation)
  app.removeContentTypeParser(['application/json', 'text/plain'])
  addLoginRoutes(app)
  addProviderRoutes(app)
  addLogoutRoutes(app)
  addLinkRoutes(app)
  addAccountRoutes(app)
}
