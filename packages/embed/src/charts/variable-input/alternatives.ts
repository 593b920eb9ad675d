/** A value that a person can choose. */
export interface Alternative {
  readonly value: string
  readonly label: string
}

/** What is offered, written as a list, or as a text that a formula made: `value~label|value~label`. */
export const alternativesOf = ({
  valueType,
  alternatives = [],
  dynamicvalues = '',
}: {
  readonly valueType?: string
  readonly alternatives?: readonly { readonly value?: unknown; readonly label?: unknown }[]
  readonly dynamicvalues?: string
}): readonly Alternative[] => {
  if (valueType !== 'd') {
    return alternatives.map(({ value = '', label }) => ({ value: String(value), label: String(label || value) }))
  }
  return dynamicvalues
    .split('|')
    .filter((part) => part !== '')
    .map((part) => {
      const [value = '', label = value] = part.split('~')
      return { value, label }
    })
}
