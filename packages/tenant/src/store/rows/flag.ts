/** A boolean as both databases can hold it. */
export type Flag = 0 | 1
