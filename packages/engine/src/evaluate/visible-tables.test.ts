import { expect, it } from 'vitest'
import { openDataView } from '../security/data-view.js'
import { principal, withSnapshot } from '../testing/app-folder.js'
import { describeTables, seesEverything } from './visible-tables.js'

const data = `
CREATE TABLE sales AS SELECT * FROM (VALUES ('North', 1, 'a'), ('North', 2, 'b'), ('South', 3, 'c')) t("Region", "Amount", "Secret");
CREATE TABLE regions AS SELECT * FROM (VALUES ('North', 'N'), ('South', 'S'), ('West', 'W')) t("Region", "Letter");
CREATE TABLE codes AS SELECT 'x' AS "Code";
CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES
  ('ADMIN', 'BOSS', NULL, NULL), ('USER', 'ANN', 'North', 'Secret'), ('USER', 'BOB', '*', 'Code'), ('ADMIN', 'EVE', NULL, 'Secret')
) t("ACCESS", "USERID", "Region", "OMIT");`

it('tells of the tables what their principal may see', () =>
  withSnapshot(data, async (snapshot) => {
    const of = async (subject: string) => {
      const view = await openDataView(snapshot, principal(subject))
      const tables = (await describeTables(view)).map(
        ({ name, rowCount, fieldCount, keyFieldCount }) => `${name} ${rowCount} ${fieldCount} ${keyFieldCount}`,
      )
      return { tables, everything: seesEverything(view) }
    }
    expect(await of('boss')).toEqual({ tables: ['sales 3 3 1', 'regions 3 2 1', 'codes 1 1 0'], everything: true })
    expect(await of('ann')).toEqual({ tables: ['sales 2 2 1', 'regions 1 2 1', 'codes 1 1 0'], everything: false })
    expect(await of('bob')).toEqual({ tables: ['sales 2 3 1', 'regions 1 2 1'], everything: false })
    expect(await of('eve')).toEqual({ tables: ['sales 3 2 1', 'regions 3 2 1', 'codes 1 1 0'], everything: false })
  }))
