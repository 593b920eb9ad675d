import { type ErrorCode, UnderstudyError } from '@understudy/contract'
import { expect, it } from 'vitest'
import type { KeptSessionOwner } from './kept-session-rows.js'
import { openKept } from './open-kept.js'

const owner: KeptSessionOwner = { tenantId: 't', userId: 'u', clientId: 'c', appId: 'a', identity: '' }

/** What becomes of what is stored when the session does not open. */
const afterFailing = async (error: unknown): Promise<readonly string[]> => {
  const done: string[] = []
  const kept = {
    take: async () => ({ keep: () => undefined, end: () => done.push('deleted'), leave: () => done.push('left') }),
    wentOn: async () => false,
    close: async () => undefined,
  }
  const opening = openKept(
    kept,
    owner,
    () => undefined,
    async () => Promise.reject(error),
  )
  await expect(opening).rejects.toBe(error)
  return done
}

it.each<ErrorCode>(['ENGINE-BUSY', 'ENGINE-QUERY-TIMEOUT', 'ENGINE-NOT-RELOADED'])(
  'leaves a session as it is stored when it fails to open by %s',
  async (code) => expect(await afterFailing(new UnderstudyError(code, ''))).toEqual(['left']),
)

it.each<ErrorCode>(['ENGINE-RESTARTED', 'ENGINE-NO-ACCESS'])(
  'deletes a session that fails to open by %s: it would again',
  async (code) => expect(await afterFailing(new UnderstudyError(code, ''))).toEqual(['deleted']),
)

it('deletes a session whose opening fails by what nobody foresaw', async () =>
  expect(await afterFailing(new TypeError('x is undefined'))).toEqual(['deleted']))
