import { UnderstudyError } from '@understudy/contract'

/** What a query ends with that nobody waits for any more. */
export const queryCancelled = (cause?: unknown): UnderstudyError =>
  new UnderstudyError('ENGINE-QUERY-CANCELLED', 'its result is not needed any more', { cause })
