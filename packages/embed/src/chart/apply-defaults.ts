import type { GenericObject } from '@qlik/api/qix'
import type { Properties } from './complete-properties.js'

/**
 * Gives an object of the app, for this session and without changing the app, the properties that it lacks: charts fail on
 * what is missing.
 *
 * @param properties the object's effective properties
 * @param complete the same with what they lack
 */
export const applyDefaults = async (
  object: GenericObject,
  properties: Properties,
  complete: Properties,
): Promise<void> => {
  const patches = Object.entries(complete)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(properties[name]))
    .map(([name, value]) => ({ qOp: 'Add', qPath: `/${escaped(name)}`, qValue: JSON.stringify(value) }) as const)
  if (patches.length > 0) await object.applyPatches(patches, true)
}

/** A name as a part of a JSON pointer (RFC 6901 section 3). */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
