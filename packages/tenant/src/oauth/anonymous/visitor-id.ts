import { hash } from 'node:crypto'

/** No user has an id with a backslash. */
const prefix = 'anonymous\\'

/**
 * The id of a visitor without an account, who has no row in `users`: stable for one browser and one access code, so that
 * a reload of the page finds its selections again, and no two visitors share them. It tells nothing of a person.
 *
 * @param trackingCode what the visitor's browser made up and keeps
 */
export const visitorId = (accessCodeId: string, trackingCode: string): string =>
  `${prefix}${hash('sha256', JSON.stringify([accessCodeId, trackingCode]), 'hex').slice(0, 32)}`

/** Whether an id is that of a visitor. */
export const isVisitor = (userId: string): boolean => userId.startsWith(prefix)
