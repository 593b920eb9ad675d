import JSON5 from 'json5'
import { embedError } from '../failure/embed-failure.js'
import { typedName } from './attributes.js'

type PropType = 'json' | 'number' | 'boolean'

/** Attributes that are JSON without saying so, by ui (contract section 5.2). */
const jsonByDefault: Readonly<Record<string, readonly string[]>> = {
  'analytics/chart': ['measures', 'dimensions', 'properties', 'context'],
  object: ['measures', 'dimensions', 'properties', 'context'],
}

/**
 * Gives props their types. Published clients mostly did so; other callers hand over plain attribute values.
 *
 * @param props camel-cased names to values, as mounted or set
 * @throws {EmbedError} EMBED-ATTRIBUTE naming an attribute that is not what its type says
 */
export const typedProps = (props: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(props).map(([key, value]) => {
      const [, name = key, type] = typedName.exec(key) ?? []
      const known = type?.toLowerCase() ?? (jsonByDefault[String(props.ui)]?.includes(name) ? 'json' : undefined)
      return [name, typeof value === 'string' ? typed(name, value, known as PropType | undefined) : value]
    }),
  )

const typed = (name: string, value: string, type: PropType | undefined): unknown => {
  switch (type) {
    case 'json':
      return parseJson(name, value)
    case 'number':
      return Number(value)
    case 'boolean':
      return value === 'true'
    case undefined:
      return value
  }
}

const parseJson = (name: string, value: string): unknown => {
  try {
    return value === '' ? {} : JSON5.parse(value)
  } catch (cause) {
    throw embedError('EMBED-ATTRIBUTE', `${name} is no valid JSON: ${(cause as Error).message}`, { cause })
  }
}
