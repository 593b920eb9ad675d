import { chartTypes } from '@understudy/contract'
import { describe, expect, it } from 'vitest'
import { withAppFolder, withSnapshot } from '../testing/app-folder.js'
import { checkFolder } from './check-folder.js'
import type { Finding } from './finding.js'

const dataSql = `CREATE TABLE sales AS SELECT 'North' AS "Region", 12 AS "Sales (EUR)";
CREATE TABLE targets AS SELECT 2024 AS "Year", 10 AS "Target";`

/** A chart as somebody writes it: its properties without their first member, which is always the same. */
const chart = (...members: readonly string[]): string =>
  ['{', '"qInfo": { "qId": "chart", "qType": "barchart" },', ...members, '}'].join('\n')

const dimensions = `[{
  "qInfo": { "qId": "region", "qType": "dimension" },
  "qDim": { "qFieldDefs": ["[Region]"] }
}]`
const measures = `[{
  "qInfo": { "qId": "sales", "qType": "measure" },
  "qMeasure": { "qDef": "Sum([Sales (EUR)])" }
}]`

const cube = (dimension: string, measure: string, more = ''): string =>
  chart(`"qHyperCubeDef": {`, `"qDimensions": [${dimension}],`, `"qMeasures": [${measure}]${more}`, '}')

const inlineRegion = '{ "qDef": { "qFieldDefs": ["Region"] } }'
const inlineSales = '{ "qDef": { "qDef": "Sum([Sales (EUR)])" } }'

const appFiles = {
  'app.json': '{ "id": "a" }',
  'data.sql': dataSql,
  'dimensions.json': dimensions,
  'measures.json': measures,
}

const findingsOf = (files: Record<string, string>): Promise<readonly Finding[]> =>
  withSnapshot(files['data.sql'] ?? dataSql, ({ document }) =>
    withAppFolder({ ...appFiles, ...files }, (app) => checkFolder(app.folder, document.model)),
  )

describe('a folder in which everything works', () => {
  it('has no findings, whichever way its charts are written', async () => {
    const sheet = `{
      "qProperty": {
        "qInfo": { "qId": "sheet", "qType": "sheet" }, "qMetaDef": { "title": "Sheet" }, "rank": 0,
        "cells": [{ "name": "in-sheet", "type": "kpi", "col": 0, "row": 0, "colspan": 2, "rowspan": 2, "bounds": {} }]
      },
      "qChildren": [{
        "qProperty": {
          "qInfo": { "qId": "in-sheet", "qType": "kpi" }, "visualization": "kpi", "components": [],
          "title": { "qStringExpression": "='Sales of ' & Count([Region])" },
          "qHyperCubeDef": { "qMeasures": [{ "qLibraryId": "sales" }] }
        },
        "qChildren": []
      }]
    }`
    const library = cube('{ "qLibraryId": "region" }', '{ "qLibraryId": "sales" }', ', "qMode": "S", "cId": "x"')
    expect(await findingsOf({ 'objects/a.json': library, 'objects/sheet.json': sheet })).toEqual([])
    expect(await findingsOf({ 'objects/a.json': cube(inlineRegion, inlineSales) })).toEqual([])
  })

  it('may use variables and master measures in expressions, and expansions that hang on data', async () => {
    const measures = ['$(total) / 2', '[Sales] * $(half)', 'Sum({<Region={$(=Only(Region))}>} [Sales (EUR)])', 'half']
      .map((expression) => JSON.stringify({ qDef: { qDef: expression } }))
      .join()
    const files = {
      'variables.json': JSON.stringify([
        { qInfo: { qId: 'v1' }, qName: 'total', qDefinition: 'Sum([Sales (EUR)])' },
        { qInfo: { qId: 'v2' }, qName: 'half', qDefinition: '0.5' },
      ]),
      'measures.json': JSON.stringify([
        { qInfo: { qId: 'm1' }, qMeasure: { qDef: 'Sum([Sales (EUR)])' }, qMetaDef: { title: 'Sales' } },
      ]),
    }
    expect(await findingsOf({ ...files, 'objects/a.json': cube(inlineRegion, measures) })).toEqual([])
    const wrong = await findingsOf({
      ...files,
      'objects/a.json': cube(inlineRegion, '{ "qDef": { "qDef": "$(total) + Sum(Sale)" } }'),
    })
    expect(JSON.stringify(wrong)).toContain('There is no field [Sale]')
  })

  it('may name the measures of a chart by their labels, in that chart', async () => {
    const labelled = '{ "qDef": { "qDef": "Sum([Sales (EUR)])", "qLabel": "Turnover" } }'
    const twice = '{ "qDef": { "qDef": "[Turnover] * 2" } }'
    expect(await findingsOf({ 'objects/a.json': cube(inlineRegion, `${labelled}, ${twice}`) })).toEqual([])
    const elsewhere = await findingsOf({ 'objects/a.json': cube(inlineRegion, twice) })
    expect(JSON.stringify(elsewhere)).toContain('There is no field [Turnover]')
  })

  it.each(chartTypes)('may hold charts of type %s', async (type) => {
    expect(await findingsOf({ 'objects/a.json': chart(`"visualization": "${type}"`) })).toEqual([])
  })
})

describe('findings in objects', () => {
  it.each<[string, string, string, string]>([
    [
      'a field that does not exist',
      cube('{ "qDef": { "qFieldDefs": ["Regoin"] } }', inlineSales),
      '"Regoin"',
      'There is no field [Regoin]; did you mean [Region]? (at character 1)',
    ],
    [
      'a field of an expression',
      cube(inlineRegion, '{ "qDef": { "qDef": "Sum(Sale)" } }'),
      '"Sum(Sale)"',
      'There is no field [Sale] (at character 5)',
    ],
    [
      'a function',
      cube(inlineRegion, '{ "qDef": { "qDef": "Summ([Sales (EUR)])" } }'),
      '"Summ(',
      'There is no function Summ; did you mean Sum? (at character 1)',
    ],
    [
      'a master dimension',
      cube('{ "qLibraryId": "regions" }', inlineSales),
      '"regions"',
      'There is no master dimension "regions". Did you mean "region"?',
    ],
    [
      'a master measure',
      cube(inlineRegion, '{ "qLibraryId": "slaes" }'),
      '"slaes"',
      'There is no master measure "slaes". Did you mean "sales"?',
    ],
    [
      'a measure without an expression',
      cube(inlineRegion, '{ "qDef": {} }'),
      '{} }]\n',
      'The measure has no expression.',
    ],
    ['a dimension without a field', cube('{ "qDef": {} }', inlineSales), '{} }],', 'The dimension names no field.'],
    [
      'what a limit of a dimension is ranked by',
      cube(
        `{ "qDef": { "qFieldDefs": ["Region"] }, "qOtherTotalSpec": { "qOtherMode": 4, "qOtherLimit": { "qv": "10%" }, "qReferencedExpression": { "qv": "Sum(X)" } } }`,
        inlineSales,
      ),
      '{ "qv": "Sum(X)" }',
      'There is no field [X] (at character 5)',
    ],
    [
      'what is expanded in the definition',
      cube(inlineRegion, inlineSales, ', "qExpansionState": [{ "qExcludeList": true }]'),
      'true',
      'Expansions of a definition (qExpansionState) are not read: a pivot table is collapsed until its session expands it.',
    ],
    [
      'an unknown mode',
      cube(inlineRegion, inlineSales, ', "qMode": "X"'),
      '"X"',
      'There are no hypercubes of mode "X" here.',
    ],
    [
      'an attribute expression',
      cube(`{ "qDef": { "qFieldDefs": ["Region"] }, "qAttributeExpressions": [{ "qExpression": "Sum(X)" }] }`, ''),
      '"Sum(X)"',
      'There is no field [X] (at character 5)',
    ],
    [
      'an attribute dimension',
      cube(`{ "qDef": { "qFieldDefs": ["Region"] }, "qAttributeDimensions": [{ "qDef": "[Y]" }] }`, ''),
      '"[Y]"',
      'There is no field [Y] (at character 1)',
    ],
    [
      'an order by an expression',
      cube(
        `{ "qDef": { "qFieldDefs": ["Region"], "qSortCriterias": [{ "qSortByExpression": 1, "qExpression": { "qv": "Sum(X)" } }] } }`,
        '',
      ),
      '{ "qv": "Sum(X)"',
      'There is no field [X] (at character 5)',
    ],
    [
      'a calculation condition',
      cube(inlineRegion, '', ', "qCalcCondition": { "qCond": { "qv": "Count(X) > 0" } }'),
      '{ "qv": "Count(X)',
      'There is no field [X] (at character 7)',
    ],
    [
      'a title that is an expression',
      chart('"title": { "qStringExpression": "=Sum(X)" }'),
      '"=Sum(X)"',
      'There is no field [X] (at character 6)',
    ],
    [
      'a list box, however deep',
      chart('"a": [{ "qListObjectDef": { "qDef": { "qFieldDefs": ["[X]"] } } }]'),
      '"[X]"',
      'There is no field [X] (at character 1)',
    ],
    [
      'a chart type',
      chart('"visualization": "barchrat"'),
      '"barchrat"',
      'Charts of type "barchrat" are not drawn here. Did you mean "barchart"?',
    ],
    [
      'a master object',
      chart('"qExtendsId": "chrat"'),
      '"chrat"',
      'The app has no object "chrat". Did you mean "chart"?',
    ],
    [
      'a member of another spelling',
      chart('"qHypercubeDef": {}'),
      '"qHypercubeDef"',
      'Nothing reads "qHypercubeDef" here. Did you mean "qHyperCubeDef"?',
    ],
    [
      'a member of a column',
      cube('{ "qDeff": {}, "qDef": { "qFieldDefs": ["Region"] } }', inlineSales),
      '"qDeff"',
      'Nothing reads "qDeff" here. Did you mean "qDef"?',
    ],
  ])('are told of %s', async (_, text, at, problem) => {
    const [before = '', ...others] = text.split(at)
    expect(others).toHaveLength(1)
    const lines = before.split('\n')
    const [line, column] = [lines.length, (lines.at(-1) ?? '').length + 1]
    expect(await findingsOf({ 'objects/a.json': text })).toEqual([{ file: 'objects/a.json', line, column, problem }])
  })

  it('are told of cells of a sheet that name nothing, and of members that a cell does not have', async () => {
    const sheet = `{
  "qProperty": {
    "qInfo": { "qId": "sheet", "qType": "sheet" },
    "cells": [{ "name": "sales-by-regoin", "typ": "barchart" }]
  },
  "qChildren": [{ "qInfo": { "qId": "sales-by-region", "qType": "barchart" } }]
}`
    expect(await findingsOf({ 'objects/sheet.json': sheet })).toEqual([
      {
        file: 'objects/sheet.json',
        line: 4,
        column: 25,
        problem: 'The app has no object "sales-by-regoin". Did you mean "sales-by-region"?',
      },
      {
        file: 'objects/sheet.json',
        line: 4,
        column: 44,
        problem: 'Nothing reads "typ" here. Did you mean "type"?',
      },
    ])
  })
})

describe('findings elsewhere', () => {
  it('are told of master items once, where they are written', async () => {
    const wrong = measures.replace('Sum([Sales (EUR)])', 'Sum([Sales])')
    const using = cube(inlineRegion, '{ "qLibraryId": "sales" }')
    expect(await findingsOf({ 'measures.json': wrong, 'objects/a.json': using })).toEqual([
      expect.objectContaining({ file: 'measures.json', line: 3, problem: expect.stringContaining('[Sales]') }),
    ])
    const drill = dimensions.replace('["[Region]"]', '["[Region]", "[Citty]"]')
    expect(await findingsOf({ 'dimensions.json': drill })).toEqual([
      { file: 'dimensions.json', line: 3, column: 40, problem: 'There is no field [Citty] (at character 1)' },
    ])
  })

  it('are told of unknown members of app.json', async () => {
    expect(await findingsOf({ 'app.json': '{ "id": "a",\n  "source": {} }' })).toEqual([
      { file: 'app.json', line: 2, column: 3, problem: 'Nothing reads "source" here. Did you mean "sources"?' },
    ])
  })

  it('are told of sources that data.sql reads and nothing declares', async () => {
    const script = `-- getvariable('commented')
SET VARIABLE own = 1;
CREATE TABLE t AS SELECT getvariable('own') AS a, getvariable('STATES') AS b, getvariable('stats') AS c;`
    const findings = await withAppFolder(
      { 'data.sql': script, 'app.json': '{ "id": "a", "sources": { "states": "data/s.csv" } }' },
      (app) => checkFolder(app.folder, undefined),
    )
    expect(findings).toEqual([
      {
        file: 'data.sql',
        line: 3,
        column: 79,
        problem: 'app.json declares no source "stats". Did you mean "states"?',
      },
    ])
  })

  it('are told of files that are no JSON, with the place', async () => {
    const findings = await findingsOf({ 'objects/a.json': '{\n  "a": 1,\n}', 'objects/b.json': '[{},\n// no\n{}]' })
    expect(findings).toEqual([
      { file: 'objects/a.json', line: 3, column: 1, problem: 'This is no JSON: property name expected.' },
      { file: 'objects/b.json', line: 2, column: 1, problem: 'This is no JSON: invalid comment token.' },
    ])
  })

  it('do not follow a file to any depth, and are told up to a number', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const many = `[${Array.from({ length: 700 }, (_, index) => `{ "qInfo": { "qId": "d${index}" }, "qDimm": 1 }`).join(',')}]`
    const findings = await findingsOf({ 'objects/deep.json': deep, 'dimensions.json': many })
    expect(findings).toHaveLength(501)
    expect(findings.at(-1)).toEqual({ file: 'dimensions.json', problem: 'There are 201 more findings.' })
    expect(await findingsOf({ 'objects/deep.json': deep })).toEqual([
      { file: 'objects/deep.json', problem: 'It is nested deeper than 200 levels.' },
    ])
  })
})

describe('files of an unbuilt app that are not read', () => {
  it('are named, with what to write in their place', async () => {
    const findings = await findingsOf({ 'script.qvs': 'LOAD 1 AutoGenerate 1;', 'connections.yml': 'a: b' })
    expect(findings).toEqual([
      { file: 'connections.yml', problem: expect.stringContaining('declare files and queries as sources') },
      {
        file: 'script.qvs',
        line: 1,
        column: 1,
        problem: expect.stringContaining('docs/apps.md#from-a-load-script-to-sql'),
      },
    ])
  })
})
