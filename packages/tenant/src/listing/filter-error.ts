import { UnderstudyError } from '@understudy/contract'

/** A refusal of a filter: where reading stopped (from 0), what was wrong and how to write it instead. */
export const filterError = (position: number, problem: string): UnderstudyError =>
  new UnderstudyError('REST-INVALID-FILTER', `At position ${position}: ${problem}.`, {
    source: { parameter: 'filter' },
    meta: { position },
  })
