import type { FieldModel } from '../../model/data-model.js'
import type { SymbolSet } from '../../model/symbol-set.js'
import { readSymbols } from '../../snapshot/symbol-store.js'
import { eachInTurns } from '../../turns.js'
import type { KeyValue } from '../calculated/key-value.js'
import type { EvaluationContext } from '../evaluation.js'

/** Values that other ones are compared with, by their text or their number. */
export interface ComparedValues {
  readonly texts: ReadonlySet<string>
  readonly numbers: ReadonlySet<number>
}

export const comparedWith = (values: readonly KeyValue[]): ComparedValues => ({
  texts: new Set(values.map(({ text }) => text)),
  numbers: new Set(values.flatMap(({ num }) => num ?? [])),
})

/** What values of a field are compared by. */
export const valuesOf = async (
  context: EvaluationContext,
  field: FieldModel,
  elements: SymbolSet,
): Promise<ComparedValues> => {
  const { snapshot } = context.view
  const source = await readSymbols(snapshot.symbols, snapshot.runner, field)
  const texts = new Set<string>()
  const numbers = new Set<number>()
  await eachInTurns([...elements], (element) => {
    texts.add(source.texts[element] ?? '')
    const number = source.nums[element]
    if (field.kind !== 'text' && typeof number === 'number') numbers.add(number)
  })
  return { texts, numbers }
}
