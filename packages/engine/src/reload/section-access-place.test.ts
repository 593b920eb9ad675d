import { expect, test } from 'vitest'
import { openSnapshot } from '../snapshot/snapshot.js'
import { withAppFolder } from '../testing/app-folder.js'
import { reloadApp } from './reload-app.js'

const data = `CREATE TABLE sales AS SELECT 'CA' AS "State";`
const rows = `AS SELECT 'USER' AS "ACCESS", 'bob' AS "USERID", 'CA' AS "State"`

test.each([
  ['a view', `CREATE VIEW SECTION_ACCESS ${rows}`],
  ['a temporary view', `CREATE TEMP VIEW section_access ${rows}`],
  ['a temporary table', `CREATE TEMP TABLE SECTION_ACCESS ${rows}`],
  [
    'a temporary table beside the base table',
    `CREATE TABLE SECTION_ACCESS ${rows}; CREATE TEMP TABLE section_access ${rows}`,
  ],
  ['a table of another schema', `CREATE SCHEMA s; CREATE TABLE s.SECTION_ACCESS ${rows}`],
  ['a name with a blank', `CREATE TABLE "SECTION ACCESS" ${rows}`],
  ['a name in lower case with a blank', `CREATE TABLE "section access " ${rows}`],
  ['a name in one word', `CREATE TABLE SectionAccess ${rows}`],
  ['a name with a look-alike letter', `CREATE TABLE "\u017fection_access" ${rows}`],
])('%s is refused, and the snapshot before it goes on serving', (_, statement) =>
  withAppFolder({ 'data.sql': `${data} CREATE TABLE section_access ${rows};` }, async (app) => {
    const { snapshotId } = await app.reload()
    await app.write('data.sql', `${data} ${statement};`)
    await expect(app.reload()).rejects.toMatchObject({ code: 'ENGINE-RELOAD-SECTION-ACCESS' })
    const snapshot = await openSnapshot(app.snapshotDir)
    expect(snapshot.document.id).toBe(snapshotId)
    snapshot.close()
  }),
)

test('a table that the script does not commit is refused, not left out', () =>
  withAppFolder({ 'data.sql': `${data} BEGIN; CREATE TABLE SECTION_ACCESS ${rows};` }, async (app) => {
    await expect(app.reload()).rejects.toMatchObject({ code: 'ENGINE-RELOAD-MODEL' })
  }))

test('an app that requires section access is not reloaded without', () =>
  withAppFolder({ 'data.sql': data }, async (app) => {
    const request = { appFolder: app.folder, sources: {}, snapshotDir: app.snapshotDir }
    const required = { ...request, sectionAccess: 'required' } as const
    await expect(reloadApp(required)).rejects.toMatchObject({ code: 'ENGINE-RELOAD-SECTION-ACCESS' })
    await expect(openSnapshot(app.snapshotDir)).rejects.toMatchObject({ code: 'ENGINE-NOT-RELOADED' })
    await app.write('data.sql', `${data} CREATE TABLE SECTION_ACCESS ${rows};`)
    await expect(reloadApp(required)).resolves.toMatchObject({ hasSectionAccess: true })
  }))

test.each(['SELECT * FROM enable_logging()', `CREATE TABLE x AS FROM "enable_logging"(level = 'debug')`])(
  '%s is refused before anything runs',
  (statement) =>
    withAppFolder({ 'data.sql': `${data} ${statement};` }, async (app) => {
      await expect(app.reload()).rejects.toMatchObject({ code: 'ENGINE-RELOAD-STATEMENT' })
    }),
)
