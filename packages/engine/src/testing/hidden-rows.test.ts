import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holdConversation } from './hidden-rows/hold-conversation.js'
import { randomConversation } from './hidden-rows/random-conversation.js'
import { restrictedApp, viewer } from './hidden-rows/restricted-app.js'
import { withKeyOfTwoKinds } from './hidden-rows/two-kinds.js'
import { fieldNames, fieldType } from './oracle/oracle-app.js'
import { withReloadedApp } from './oracle/written-app.js'

const scene = restrictedApp.chain(({ app, changed }) => {
  const all = fieldNames(app)
  const numbers = all.filter((name) => fieldType(app, name) === 'number')
  return fc.record({
    app: fc.constant(app),
    changed: fc.constant(changed),
    conversations: fc.array(randomConversation({ all, numbers: numbers.length > 0 ? numbers : all }), {
      minLength: 4,
      maxLength: 4,
    }),
  })
})

const seed = Number(process.env.HIDDEN_ROWS_SEED ?? 1)

const runs = {
  numRuns: Number(process.env.HIDDEN_ROWS_RUNS ?? 15),
  seed,
  endOnFailure: process.env.HIDDEN_ROWS_SHRINK === undefined,
}

test('no answer changes when rows that the person may not see change', { timeout: 3_600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(scene, ({ app, changed, conversations }) =>
      withReloadedApp(withKeyOfTwoKinds(app), (before) =>
        withReloadedApp(withKeyOfTwoKinds(changed), async (after) => {
          for (const requests of conversations) {
            const [expected, actual] = await Promise.all(
              [before, after].map((snapshot) => holdConversation(snapshot, viewer, requests)),
            )
            expect(firstDifference(expected ?? [], actual ?? [])).toBeNull()
          }
        }),
      ),
    ),
    runs,
  )
})

/** The first answers that differ, cut to where they do; `null` where all are equal. */
const firstDifference = (expected: readonly string[], actual: readonly string[]) => {
  const index = expected.findIndex((answer, position) => answer !== actual[position])
  if (index < 0) return expected.length === actual.length ? null : 'a different number of answers'
  const [before, after] = [expected[index] ?? '', actual[index] ?? '']
  let place = 0
  while (before[place] === after[place]) place++
  const cut = (text: string) => text.slice(Math.max(place - 200, 0), place + 100)
  return { asked: before.slice(0, 60), before: cut(before), after: cut(after) }
}
