import type { JsonObject } from '../../json.js'

/** QIX's numbers for what a column can fail with. */
export const columnErrorCodes = {
  notFound: 2,
  unsupported: 20,
  invalidDefinition: 7000,
  calculationCondition: 7005,
} as const

/** `qError` of a column, cube or list object. */
export const errorLayout = (code: number, message: string): JsonObject => ({
  qErrorCode: code,
  qContext: '',
  qExtendedMessage: message,
})
