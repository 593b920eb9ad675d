import { expect, test } from 'vitest'
import { principal, withSnapshot } from '../testing/app-folder.js'
import { openDataView } from './data-view.js'

const script = (...rows: string[]) =>
  `CREATE TABLE t AS SELECT * FROM (VALUES ('Weiss', 1), ('Weiß', 2), ('Basel', 3)) t("City", "Größe");
   CREATE TABLE SECTION_ACCESS AS SELECT * FROM (VALUES ${rows.map((row) => `(${row})`).join(', ')})
     t("ACCESS", "USERID", "USER.EMAIL", "GROUP", "City", "OMIT");`

const [longS, dotlessI] = ['\u017f', '\u0131']

test('a text that only folds to that of a row is somebody else', () =>
  withSnapshot(
    script(
      `'USER', 'github', NULL, NULL, 'Basel', NULL`,
      `'USER', 'weiss', NULL, NULL, 'Basel', NULL`,
      `'USER', NULL, 'boss@x.y', NULL, 'Basel', NULL`,
      `'USER', NULL, NULL, 'skis', 'Basel', NULL`,
    ),
    async (snapshot) => {
      for (const who of [
        principal('GitHub'),
        principal('WEISS'),
        { ...principal('x'), email: 'Boss@X.Y' },
        principal('x', 'SKIS'),
      ])
        await expect(openDataView(snapshot, who)).resolves.toBeDefined()
      for (const who of [
        principal(`g${dotlessI}thub`),
        principal('weiß'),
        principal('github '),
        { ...principal('x'), email: `bo${longS}${longS}@x.y` },
        principal('x', '\u212aski', `s\u212ais`),
      ])
        await expect(openDataView(snapshot, who)).rejects.toMatchObject({ code: 'ENGINE-NO-ACCESS' })
    },
  ))

test('a value that only folds to that of a row is not shown', () =>
  withSnapshot(script(`'USER', 'ann', NULL, NULL, 'WEISS', NULL`), async (snapshot) => {
    const { predicate } = await openDataView(snapshot, principal('ann'))
    expect(predicate).toEqual([new Map([[0, [0]]])])
  }))

test('an omitted field is hidden also where it only folds to the name', () =>
  withSnapshot(
    `CREATE TABLE u AS SELECT 1 AS "GRÖSSE"; ${script(`'ADMIN', 'ann', NULL, NULL, NULL, 'Größe'`)}`,
    async (snapshot) => {
      const { fields } = await openDataView(snapshot, principal('ann'))
      expect([...fields.keys()]).toEqual(['City'])
    },
  ))
