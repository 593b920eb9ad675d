import { UnderstudyError } from '@understudy/contract'

/** A provider whose settings do not fit together, pointing at the member of the request body. */
export const invalidProvider = (detail: string, pointer: string): UnderstudyError =>
  new UnderstudyError('IDENTITY-PROVIDERS-INVALID', detail, { source: { pointer } })

/** A provider of a kind that the tenant does not work with. */
export const unsupportedProvider = (detail: string, pointer: string): UnderstudyError =>
  new UnderstudyError('IDENTITY-PROVIDERS-UNSUPPORTED', detail, { source: { pointer } })
