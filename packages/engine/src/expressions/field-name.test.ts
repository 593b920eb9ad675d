import { expect, test } from 'vitest'
import type { FieldModel } from '../model/data-model.js'
import { fieldOfDefinition } from './field-name.js'

const fields = new Map(
  ['City', 'Delay (min)', 'Odd ] name', '=strange', ' padded '].map((name) => [name, { name } as FieldModel]),
)

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
  ['[ padded ]', ' padded '],
])('%s is the field %s', (definition, name) => {
  expect(fieldOfDefinition(fields, definition).name).toBe(name)
})

test.each([
  ['city', 'There is no field [city]; did you mean [City]?'],
  ['[Citty]', 'did you mean [City]?'],
  ['', 'There is no field []'],
  ['=Year(Date)', 'this is an expression'],
  ['=[City] & [City]', 'this is an expression'],
])('%s is refused', (definition, message) => {
  expect(() => fieldOfDefinition(fields, definition)).toThrow(message)
})
