import type { FieldFormat } from '../format/field-format.js'
import type { ValueKind } from './data-model.js'

/** What numbers are that a field writes as dates or moments. */
export const writtenKind = (kind: ValueKind, format: FieldFormat | undefined): ValueKind => {
  if (kind !== 'number') return kind
  if (format?.type === 'D') return 'date'
  return format?.type === 'TS' ? 'timestamp' : kind
}

/** What the values of a field have in common. */
export interface FieldTraits {
  readonly kind: ValueKind
  readonly integer: boolean
  readonly ascii: boolean
  readonly key: boolean
}

/** QIX's system tags of a field. */
export const fieldTags = (traits: FieldTraits): readonly string[] => {
  const tags: string[] = []
  if (traits.key) tags.push('$key')
  if (traits.kind === 'text') tags.push(...(traits.ascii ? ['$ascii', '$text'] : ['$text']))
  else tags.push('$numeric')
  if (traits.kind !== 'text' && traits.integer) tags.push('$integer')
  if (traits.kind === 'date') tags.push('$date')
  if (traits.kind === 'timestamp') tags.push('$timestamp')
  return tags
}
