import type { JsonObject } from '../../json.js'

/** QIX's numbers for a column whose library item is missing, and for one with an invalid definition. */
export const columnErrorCodes = { notFound: 2, unsupported: 20, invalidDefinition: 7000 } as const

/** `qError` of a column, cube or list object. */
export const errorLayout = (code: number, message: string): JsonObject => ({
  qErrorCode: code,
  qContext: '',
  qExtendedMessage: message,
})
