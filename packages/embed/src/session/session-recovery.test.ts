import { expect, test } from 'vitest'
import { recoverSession } from './session-recovery.js'

/** A world that notes what is done in it, and whose session comes back after so many failed attempts. */
const worldThatNeeds = (failures: number, cause?: string) => {
  const log: string[] = []
  let left = failures
  const world = {
    resume: async () => {
      log.push('resume')
      if (left-- > 0) throw new Error('not yet', { cause })
    },
    renewToken: () => void log.push('renew token'),
    pause: async (milliseconds: number) => void log.push(`pause ${milliseconds}`),
    activity: async () => void log.push('activity'),
  }
  return { log, world }
}

test.each([
  [4000, 'EMBED-SESSION'],
  [4005, 'EMBED-SESSION'],
  [4203, 'EMBED-NO-ACCESS'],
  [4204, 'EMBED-APP'],
])('%i is final', async (code, error) => {
  const { log, world } = worldThatNeeds(0)
  expect(await recoverSession(code, 'because', world)).toMatchObject({
    code: error,
    status: code,
    reason: expect.stringContaining('because'),
  })
  expect(log).toEqual([])
})

test('4006 is answered by one attempt with a new token', async () => {
  const back = worldThatNeeds(0)
  expect(await recoverSession(4006, '', back.world)).toBe('resumed')
  expect(back.log).toEqual(['renew token', 'resume'])
  const gone = worldThatNeeds(1)
  expect(await recoverSession(4006, '', gone.world)).toMatchObject({ code: 'EMBED-AUTHENTICATION' })
  expect(gone.log).toEqual(['renew token', 'resume'])
})

test('an idle session waits for the person', async () => {
  const { log, world } = worldThatNeeds(0)
  expect(await recoverSession(4001, '', world)).toBe('resumed')
  expect(log).toEqual(['activity', 'resume'])
})

test.each([1001, 1006, 1012, 4003, 4004, 4007, undefined])('%s is retried, further apart each time', async (code) => {
  const { log, world } = worldThatNeeds(2)
  expect(await recoverSession(code, '', world)).toBe('resumed')
  expect(log).toEqual(['resume', 'pause 2000', 'resume', 'pause 4000', 'resume'])
})

test('retries end', async () => {
  const { log, world } = worldThatNeeds(99)
  expect(await recoverSession(1006, '', world)).toMatchObject({ code: 'EMBED-CONNECTION' })
  expect(log.filter((entry) => entry === 'resume')).toHaveLength(5)
})

test('a tenant that answers but refuses is not asked again', async () => {
  const { log, world } = worldThatNeeds(99, 'unauthorized')
  expect(await recoverSession(1006, '', world)).toMatchObject({ code: 'EMBED-AUTHENTICATION' })
  expect(log).toEqual(['resume'])
})
