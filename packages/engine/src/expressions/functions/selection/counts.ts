import type { FieldCounts } from '../../session/session-facts.js'
import { fieldFunction } from '../../session/session-function.js'
import { stateNamed } from './state-argument.js'

const field = { name: 'field' } as const
const state = { name: 'state', optional: true } as const

const counting = (
  name: string,
  description: string,
  examples: Parameters<typeof fieldFunction>[0]['examples'],
  count: (counts: FieldCounts) => number,
) =>
  fieldFunction({
    name,
    parameters: [field, state],
    description: `${description} A state names another alternate state than that of the object.`,
    missing: 'Missing where there is no such state.',
    returns: 'number',
    examples,
    value: async (facts, of, [wanted]) => {
      const named = stateNamed(facts, wanted)
      return named === undefined ? null : count(await facts.counts(of, named))
    },
  })

/** Counts of the values of a field, by their state. */
export const selectionCounts = [
  fieldFunction({
    name: 'GetSelectedCount',
    parameters: [field, { name: 'withExcluded', optional: true }, state],
    description:
      'How many values of a field are selected and possible; `True()` counts those that other selections exclude, too.',
    missing: '0 where nothing is selected.',
    returns: 'number',
    examples: [['GetSelectedCount(customer)', 0]],
    value: async (facts, of, [withExcluded, wanted]) => {
      const named = stateNamed(facts, wanted)
      if (named === undefined) return null
      const { selected, selectedExcluded } = await facts.counts(of, named)
      return typeof withExcluded === 'number' && withExcluded !== 0 ? selected + selectedExcluded : selected
    },
  }),
  counting(
    'GetPossibleCount',
    'How many values of a field are possible: of those selected, where some are.',
    [['GetPossibleCount(customer)', 3]],
    ({ selected, optional }) => selected + optional,
  ),
  counting(
    'GetAlternativeCount',
    'How many values of a field are possible, but not selected, where some are.',
    [['GetAlternativeCount(customer)', 0]],
    ({ alternative }) => alternative,
  ),
  counting(
    'GetExcludedCount',
    'How many values of a field other selections exclude; those selected are not among them.',
    [['GetExcludedCount(customer)', 0]],
    ({ excluded }) => excluded,
  ),
  fieldFunction({
    name: 'GetNotSelectedCount',
    parameters: [field, { name: 'withExcluded', optional: true }],
    description: 'How many values are selected as "not this one". Fields have no such mode here: always 0.',
    returns: 'number',
    examples: [['GetNotSelectedCount(customer)', 0]],
    value: () => 0,
  }),
]
