import { type ErrorCode, UnderstudyError } from '@understudy/contract'

/** An error on its way to another process. */
export type ToldError =
  | { readonly code: ErrorCode; readonly detail: string }
  /** One that nobody expected. */
  | { readonly stack: string }

export const toldError = (error: unknown): ToldError =>
  error instanceof UnderstudyError
    ? { code: error.code, detail: error.detail }
    : { stack: error instanceof Error ? (error.stack ?? error.message) : String(error) }

/** The error that another process told of. */
export const errorOf = (told: ToldError): Error =>
  'code' in told ? new UnderstudyError(told.code, told.detail) : Object.assign(new Error(), told)
