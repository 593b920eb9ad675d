const codes = new Set(['SQLITE_CONSTRAINT_FOREIGNKEY', '23503'])

/** Whether a statement failed because a row it refers to is missing, or because others refer to its row. */
export const isForeignKeyViolation = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.has(error.code)
