import { describe, expect, test } from 'vitest'
import { defaultFormats } from '../format/app-formats.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { checkDimension } from './check-dimension.js'
import { noNames } from './resolved-names.js'
import { fieldsOf } from './typed-expression.js'

const field = (id: number, name: string): FieldModel => ({
  id,
  name,
  kind: 'number',
  symbolCount: 3,
  symbolType: 'UTINYINT',
  numberType: 'INTEGER',
  min: null,
  max: null,
  maxGlyphCount: 1,
  tags: [],
  tables: [0],
})

const fields = ['City', 'Delay (min)', 'Odd ] name', '=strange', ' padded ', 'a+b', 'Date'].map((name, id) =>
  field(id, name),
)
const model: DataModel = {
  fields,
  tables: [{ id: 0, name: 't', rowCount: 9, fields: [0, 1, 2] }],
  associations: [],
  formats: defaultFormats,
}
const visible = new Map(fields.map((each) => [each.name, each]))
const names = { ...noNames, measures: new Map([['Sales', 'Sum(Date)']]), variables: new Map([['vCity', 'Oslo']]) }
const check = (definition: string) => checkDimension(model, visible, definition, names)

describe('a definition that is a field', () => {
  test.each([
    ['City', 'City'],
    ['[City]', 'City'],
    ['=City', 'City'],
    [' = [City] ', 'City'],
    ['="City"', 'City'],
    ['Delay (min)', 'Delay (min)'],
    ['=[Delay (min)]', 'Delay (min)'],
    ['[Odd ]] name]', 'Odd ] name'],
    ['=strange', '=strange'],
    ['[=strange]', '=strange'],
    ['[ padded ]', ' padded '],
    ['a+b', 'a+b'],
    ['=a+b', 'a+b'],
    ['[=[City]]]', 'City'],
    ['=(City)', 'City'],
  ])('%s is %s', (definition, name) => {
    expect(check(definition)).toMatchObject({ kind: 'field', field: { name } })
  })
})

describe('a definition that is calculated', () => {
  test.each([
    ['=Year(Date)', ['Date']],
    ['Year(Date)', ['Date']],
    ['[=Year(Date)]', ['Date']],
    ['=[=Year([Date]])]', ['Date']],
    ["=If([Delay (min)] > 15, 'late', City)", ['Delay (min)', 'City']],
    ['=[City] & [City]', ['City', 'City']],
    ['=Aggr(Sum(Date), City)', ['City']],
    ['=Class(Aggr(Sum(Date), City), 10) & [Delay (min)]', ['City', 'Delay (min)']],
    ['=vCity', []],
    ["='all'", []],
  ])('%s reads %j', (definition, read) => {
    const checked = check(definition)
    if (checked.kind !== 'calculated') throw new Error('it is a field')
    expect(fieldsOf(checked.expression).map(({ name }) => name)).toEqual(read)
  })
})

describe('what is refused', () => {
  test.each([
    ['city', 'There is no field [city]; did you mean [City]?'],
    ['[Citty]', 'did you mean [City]?'],
    ['Delay (mni)', 'There is no field [Delay (mni)]; did you mean [Delay (min)]?'],
    ['Some place', 'There is no field [Some place]'],
    ['', 'There is no field []'],
    ['=Monht(Date)', 'There is no function Monht; did you mean Month? (at character 1)'],
    ['Monht(Date)', 'There is no function Monht; did you mean Month?'],
    ['=Sum(Date)', 'Sum cannot be nested in a dimension outside Aggr (at character 1)'],
    ['=[Sales]', 'There is no field [Sales]'],
    ['=City &', 'Unexpected the end'],
    ['=', 'The expression is empty'],
    ['=Year(Dat)', 'There is no field [Dat]; did you mean [Date]?'],
  ])('%s', (definition, message) => {
    expect(() => check(definition)).toThrow(message)
  })
})
