import { expect, test } from 'vitest'
import { openSnapshot } from '../snapshot/snapshot.js'
import { withAppFolder } from '../testing/app-folder.js'

const script = (columns: string, row: string) =>
  `CREATE TABLE t AS SELECT 'W' AS "Region", 1 AS amount;
   CREATE TABLE section_access AS SELECT * FROM (VALUES (${row})) t(${columns});`

test('the table is kept out of the model, with blanks and texts trimmed', () =>
  withAppFolder(
    { 'data.sql': script('"ACCESS","USERID","GROUP","REGION","OMIT"', `' admin','ann ','','  W',NULL`) },
    async (app) => {
      const report = await app.reload()
      expect(report).toMatchObject({ hasSectionAccess: true, tables: [{ name: 't' }] })
      const snapshot = await openSnapshot(app.snapshotDir)
      expect(snapshot.document.sectionAccess).toEqual({
        reductionFields: [0],
        rows: [{ access: 'ADMIN', userId: 'ann', email: null, group: null, omit: null, reductions: ['W'] }],
      })
      snapshot.close()
    },
  ))

test.each([
  ['a column that is no field', '"ACCESS","USERID","CITY"', `'USER','ann','x'`, '[CITY]'],
  ['a system column in lower case', '"ACCESS","USERID","omit"', `'USER','ann','Region'`, '[omit]'],
  ['an omitted field that is no field', '"ACCESS","USERID","OMIT"', `'USER','ann','salary'`, '[salary]'],
  ['a table without identities', '"ACCESS","Region"', `'USER','W'`, 'USERID'],
])('%s is refused', (_, columns, row, detail) =>
  withAppFolder({ 'data.sql': script(columns, row) }, async (app) => {
    await expect(app.reload()).rejects.toMatchObject({
      code: 'ENGINE-RELOAD-SECTION-ACCESS',
      detail: expect.stringContaining(detail),
    })
  }),
)

test('a reduction column that may mean two fields is refused', () =>
  withAppFolder(
    {
      'data.sql': `CREATE TABLE t AS SELECT 1 AS region; CREATE TABLE u AS SELECT 2 AS "Region";
        CREATE TABLE SECTION_ACCESS AS SELECT 'USER' AS "ACCESS", 'ann' AS "USERID", '1' AS "REGION"`,
    },
    async (app) => {
      await expect(app.reload()).rejects.toMatchObject({ code: 'ENGINE-RELOAD-SECTION-ACCESS' })
    },
  ))
