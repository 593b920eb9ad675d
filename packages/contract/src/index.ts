export { chartPalette } from './chart-palette.js'
export { type ChartType, type ChartTypeEntry, chartTypes, renderChartTypes } from './chart-types.js'
export { type ErrorCode, errorCatalogue } from './errors/catalogue.js'
export { closest, didYouMean } from './errors/closest.js'
export type { ErrorEntry } from './errors/error-entry.js'
export { renderErrors } from './errors/render-errors.js'
export { type ErrorSource, UnderstudyError, type UnderstudyErrorOptions } from './errors/understudy-error.js'
export { deepestJson, isTooDeep } from './json-depth.js'
export {
  type ClientRegistrationRequest,
  type ClientRegistrationResponse,
  parseClientRegistration,
  registrationAuthMethods,
} from './oauth/client-registration.js'
export { accessTokenType, clientGrantTypes, type GrantType, grantTypes } from './oauth/grant-types.js'
export type { ProvisionedUser } from './oauth/provisioned-user.js'
export {
  type AnonymousEmbedRequest,
  type AuthorizationCodeRequest,
  type ClientCredentialsRequest,
  type ClientParameters,
  clientAssertionType,
  clientParameters,
  type DelegationRequest,
  type ExchangePurpose,
  type ImpersonationRequest,
  parseTokenRequest,
  type RefreshTokenRequest,
  type TokenExchangeRequest,
  type TokenRequest,
  type TokenRequestProblem,
} from './oauth/token-request.js'
export { parseTokenStatusRequest, type TokenStatusRequest } from './oauth/token-status-request.js'
export * as rest from './rest/index.js'
export { holdsWellFormedText, isWellFormedText } from './rest/well-formed-text.js'
export {
  adminScopes,
  allScopes,
  bundleScopes,
  type OperatorScope,
  offlineAccessScope,
  openIdScopes,
  operatorScopes,
  type Scope,
  unservedScopes,
  userScopes,
} from './scopes/scope-catalogue.js'
export {
  isAdminScope,
  isOperatorScope,
  isScope,
  isUnservedScope,
  parseScopeList,
  scopeCovers,
  scopesCover,
} from './scopes/scope-rules.js'
export { scopeWords } from './scopes/scope-words.js'
