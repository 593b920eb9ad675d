import { expect, test } from 'vitest'
import { openDataView } from '../security/data-view.js'
import { principal, withSnapshot } from '../testing/app-folder.js'
import { evaluateListObject } from './evaluate-list-object.js'
import { describeFields } from './visible-fields.js'

const script = `
  CREATE TABLE t AS SELECT * FROM (VALUES ('North', 'a', 1.0), ('South', 'ä', 2.5)) v("Region", "Name", "Rate");
  CREATE TABLE SECTION_ACCESS AS SELECT * FROM (VALUES ('ADMIN', 'ann', NULL), ('USER', 'bob', 'North'))
    v("ACCESS", "USERID", "Region");`

test('tags are those of the values that can be seen', () =>
  withSnapshot(script, async (snapshot) => {
    const [all, some] = await Promise.all(['ann', 'bob'].map((name) => openDataView(snapshot, principal(name))))
    if (!all || !some) throw new Error('no view')
    const tags = async (view: typeof all) => (await describeFields(view)).map((field) => field.tags)
    expect(await tags(all)).toEqual([['$ascii', '$text'], ['$text'], ['$numeric']])
    expect(await tags(some)).toEqual([
      ['$ascii', '$text'],
      ['$ascii', '$text'],
      ['$numeric', '$integer'],
    ])
    const outcome = await evaluateListObject({ view: some, selections: new Map() }, { definition: '[Region]' })
    expect(outcome).toMatchObject({ ok: true, list: { facts: { tags: ['$ascii', '$text'] } } })
  }))
