import { UnderstudyError } from '@understudy/contract'
import { arrayOf, type JsonObject, objectOf, textOf } from '../json.js'
import type { PropertyTree } from '../objects/app-definition.js'
import type { ObjectStore } from '../objects/object-store.js'
import type { Call } from './method.js'

/** Levels of children that one property tree may nest. */
const maxDepth = 10

/**
 * Reads a property tree (`{qProperty, qChildren}`) that a client sends for a new session object. Ids that are absent, or
 * that the app uses itself, are replaced: no session object may pass for a stored one.
 */
export const newObjectTree = (call: Call, entry: JsonObject, depth = 0): PropertyTree => {
  if (depth > maxDepth) throw new UnderstudyError('QIX-IMPOSSIBLE', `objects nest at most ${maxDepth} levels`)
  const properties = objectOf(entry.qProperty)
  const info = objectOf(properties.qInfo)
  const wanted = textOf(info.qId)
  const isTaken = wanted === '' || call.scope.objects.get(wanted)?.origin === 'app'
  const qInfo = { ...info, qId: isTaken ? call.createId() : wanted, qType: textOf(info.qType) }
  return {
    properties: { ...properties, qInfo },
    children: arrayOf(entry.qChildren).map((child) => newObjectTree(call, objectOf(child), depth + 1)),
  }
}

/** @throws UnderstudyError `QIX-LIMIT` where the session would hold more objects than it may. */
export const refuseTooManyObjects = ({ limits }: Call, objects: ObjectStore): void => {
  let count = 0
  for (const { origin } of objects.values()) if (origin === 'session') count += 1
  if (count > limits.sessionObjects)
    throw new UnderstudyError('QIX-LIMIT', `a session holds at most ${limits.sessionObjects} session objects`)
}
