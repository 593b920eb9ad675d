import { expect, test } from 'vitest'
import { total, withSmallModel } from '../small-model.js'
import { documentedFunctions } from './documented-functions.js'

test('no documented function is unknown: it works, or says why it does not', () =>
  withSmallModel(async (context) => {
    const unknown: string[] = []
    for (const name of Object.values(documentedFunctions).flat()) {
      const outcome = await total(context, `${name}()`)
      if (String(outcome).includes('There is no function')) unknown.push(name)
    }
    expect(unknown).toEqual([])
  }))
