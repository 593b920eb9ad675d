import { expect, test } from 'vitest'
import { withFolderSession } from '../session/testing/folder-session.js'

/** Days of the calendar, which repeats every 400 years, from 30 December 1899. */
const serial = (year: number, month: number, day: number): number => {
  const cycles = Math.floor((year - 2000) / 400)
  return Date.UTC(year - 400 * cycles, month - 1, day) / 86_400_000 + 146_097 * cycles + 25_569
}

test('moments far away have their numbers', () =>
  withFolderSession(
    {
      'data.sql': `CREATE TABLE facts AS SELECT * FROM (VALUES
        (1, TIMESTAMP '294200-06-25'), (2, TIMESTAMP '2024-01-31 12:00:00'), (3, TIMESTAMP '1200-03-01')) AS t("Id", "At")`,
    },
    async ({ value }) => {
      const expected = [serial(294_200, 6, 25), 45_322.5, serial(1_200, 3, 1)]
      for (const [index, number] of expected.entries())
        expect(await value(`Num(Only({<Id={${index + 1}}>} At))`)).toMatchObject([expect.anything(), number])
    },
  ))
