import { expect, test } from 'vitest'
import { embedError } from '../failure/embed-failure.js'
import { recoverSession } from './session-recovery.js'

/** A world that notes what is done in it, and whose session comes back after so many failed attempts. */
const worldThatNeeds = (failures: number, cause?: string, tokens = 99) => {
  const log: string[] = []
  let left = failures
  let supplies = tokens
  const world = {
    resume: async () => {
      log.push('resume')
      if (left-- > 0) throw new Error('not yet', { cause })
    },
    credential: () => `token ${log.filter((entry) => entry.startsWith('renew')).length}`,
    pace: () => 0,
    isWanted: () => true,
    renewToken: async (refused: string) => {
      log.push(`renew ${refused}`)
      if (supplies <= 0) throw embedError('EMBED-TOKEN-SUPPLY', 'The backend says no.')
      supplies -= 1
    },
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
  expect(await recoverSession(code, 'because', '', world)).toMatchObject({
    code: error,
    status: code,
    reason: expect.stringContaining('because'),
  })
  expect(log).toEqual([])
})

test('4006 is answered with a new token', async () => {
  const { log, world } = worldThatNeeds(0)
  expect(await recoverSession(4006, '', 'token 0', world)).toBe('resumed')
  expect(log).toEqual(['renew token 0', 'resume'])
})

test('a token that is refused before it is used is followed by another', async () => {
  const { log, world } = worldThatNeeds(2, 'unauthorized')
  expect(await recoverSession(4006, '', 'token 0', world)).toBe('resumed')
  expect(log).toEqual([
    ...['renew token 0', 'resume'],
    ...['pause 1000', 'renew token 1', 'resume'],
    ...['pause 2000', 'renew token 2', 'resume'],
  ])
})

test('a person who is refused with each new token is told so', async () => {
  const { log, world } = worldThatNeeds(99)
  expect(await recoverSession(4006, '', 'token 0', world)).toMatchObject({ code: 'EMBED-AUTHENTICATION' })
  expect(log.filter((entry) => entry === 'resume')).toHaveLength(5)
})

test('a page that supplies no other token is told so in place of the refusal', async () => {
  const { log, world } = worldThatNeeds(99, 'unauthorized', 1)
  expect(await recoverSession(4006, '', 'token 0', world)).toMatchObject({
    code: 'EMBED-TOKEN-SUPPLY',
    reason: 'The backend says no.',
  })
  expect(log.filter((entry) => entry === 'resume')).toHaveLength(1)
})

test('many changes of rights are waited for together', async () => {
  const { log, world } = worldThatNeeds(0)
  await recoverSession(4006, '', 'token 0', { ...world, pace: () => 4000 })
  expect(log).toEqual(['pause 4000', 'renew token 0', 'resume'])
})

test('an idle session waits for the person', async () => {
  const { log, world } = worldThatNeeds(0)
  expect(await recoverSession(4001, '', '', world)).toBe('resumed')
  expect(log).toEqual(['activity', 'resume'])
})

test.each([1001, 1006, 1012, 4003, 4004, 4007, undefined])('%s is retried, further apart each time', async (code) => {
  const { log, world } = worldThatNeeds(2)
  expect(await recoverSession(code, '', '', world)).toBe('resumed')
  expect(log).toEqual(['resume', 'pause 2000', 'resume', 'pause 4000', 'resume'])
})

test('retries end', async () => {
  const { log, world } = worldThatNeeds(99)
  expect(await recoverSession(1006, '', '', world)).toMatchObject({ code: 'EMBED-CONNECTION' })
  expect(log.filter((entry) => entry === 'resume')).toHaveLength(5)
})

test('a tenant that answers but refuses is not asked again', async () => {
  const { log, world } = worldThatNeeds(99, 'unauthorized')
  expect(await recoverSession(1006, '', '', world)).toMatchObject({ code: 'EMBED-AUTHENTICATION' })
  expect(log).toEqual(['resume'])
})

test('a session that nobody wants any more is not resumed, least of all with the token of another person', async () => {
  const left = worldThatNeeds(0)
  let wanted = true
  const renewToken = async (): Promise<void> => {
    wanted = false
  }
  await recoverSession(4006, '', 'token 0', { ...left.world, renewToken, isWanted: () => wanted })
  expect(left.log).toEqual([])
  const lost = worldThatNeeds(99)
  await recoverSession(1006, '', '', { ...lost.world, isWanted: () => lost.log.length < 2 })
  expect(lost.log).toEqual(['resume', 'pause 2000'])
})
