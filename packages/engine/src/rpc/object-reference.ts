import type { JsonObject } from '../json.js'
import type { Call } from './method.js'
import type { Target } from './target.js'

/** `qReturn` of a method that hands out an object: its kind and the caller's handle of it. */
export const referenceTo = (call: Call, target: Target, type = '', id = ''): JsonObject => ({
  qReturn: { qType: target.kind, qHandle: call.open(target), qGenericType: type, qGenericId: id },
})

/** `qReturn` where there is no such object: QIX answers so instead of failing. */
export const noReference: JsonObject = { qReturn: { qType: null, qHandle: null } }
