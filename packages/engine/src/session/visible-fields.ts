import { evaluateListObject } from '../evaluate/evaluate-list-object.js'
import type { ListObjectRow } from '../evaluate/evaluation.js'
import type { FieldModel } from '../model/data-model.js'
import type { DataView } from '../security/data-view.js'
import { noSelections } from '../selections/selection-state.js'

/** A field as its principal knows it. */
export interface VisibleField {
  readonly name: string
  readonly tags: readonly string[]
  readonly numeric: boolean
  readonly tables: readonly string[]
}

/** The fields of one data view. What is omitted for the principal, or reduced away, is not in it. */
export interface VisibleFields {
  readonly all: readonly VisibleField[]
  /** Finds a field by `City`, `[City]` or `=[City]`. */
  readonly resolve: (definition: string) => VisibleField | undefined
  /** Number of distinct values that the principal may see, whatever is selected. */
  readonly cardinality: (name: string) => Promise<number>
  /** Every value that the principal may see, in load order. */
  readonly values: (name: string) => Promise<readonly ListObjectRow[]>
}

const fieldName = (definition: string): string => {
  const name = definition.trim().replace(/^=/, '').trim()
  return /^\[.*\]$/s.test(name) ? name.slice(1, -1).replaceAll(']]', ']') : name
}

/** `[name]` as expressions spell it, whatever is in the name. */
export const quotedField = (name: string): string => `[${name.replaceAll(']', ']]')}]`

/** Describes the fields of a view. Values are read when asked for and kept as long as the view, which never changes. */
export const visibleFields = (view: DataView): VisibleFields => {
  const describe = (field: FieldModel): VisibleField => ({
    name: field.name,
    tags: field.tags,
    numeric: field.kind !== 'text',
    tables: field.tables.flatMap((id) => view.model.tables[id]?.name ?? []),
  })
  const lists = new Map<string, ReturnType<typeof evaluateListObject>>()
  const listOf = (name: string): ReturnType<typeof evaluateListObject> => {
    const known = lists.get(name)
    if (known) return known
    const list = evaluateListObject({ view, selections: noSelections }, { definition: quotedField(name) })
    lists.set(name, list)
    list.catch(() => lists.delete(name))
    return list
  }
  return {
    all: [...view.fields.values()].map(describe),
    resolve: (definition) => {
      const field = view.fields.get(fieldName(definition))
      return field && describe(field)
    },
    cardinality: async (name) => {
      const outcome = await listOf(name)
      return outcome.ok ? outcome.list.facts.cardinality : 0
    },
    values: async (name) => {
      const outcome = await listOf(name)
      return outcome.ok ? outcome.list.page(0, outcome.list.rowCount) : []
    },
  }
}
