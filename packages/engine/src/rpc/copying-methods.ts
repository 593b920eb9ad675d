import { arrayOf, type JsonObject, objectOf } from '../json.js'
import { withSessionObject } from '../objects/object-store.js'
import { objectEntry } from './definition-at.js'
import { command, type Methods } from './method.js'
import { text } from './parameters.js'
import { setTree, treeLayout, withExtending } from './property-tree.js'
import { newObjectTrees, refuseTooManyObjects } from './session-object.js'

/** A tree without ids: whoever reads it gives each object one of its own. */
const withoutIds = (tree: JsonObject): JsonObject => {
  const properties = objectOf(tree.qProperty)
  return {
    qProperty: { ...properties, qInfo: { ...objectOf(properties.qInfo), qId: '' } },
    qChildren: arrayOf(tree.qChildren).map((child) => withoutIds(objectOf(child))),
  }
}

/** Methods of the app that copy objects, or what was changed in them. */
export const docCopyingMethods: Methods<'Doc'> = {
  CloneObject: command<'Doc'>()(
    { qId: text },
    (call, _, { qId }) => {
      const copy = withoutIds(treeLayout(call, objectEntry(call.scope, qId)))
      let objects = call.scope.objects
      const trees = newObjectTrees(call, [copy], null)
      for (const tree of trees) objects = withSessionObject(objects, tree, null)
      refuseTooManyObjects(call, objects)
      return { result: { qCloneId: objectOf(trees[0]?.properties.qInfo).qId ?? '' }, objects }
    },
    'the copy is an object of the session',
  ),
  ClearAllSoftPatches: command<'Doc'>()({}, ({ scope: { objects } }) => {
    const patched = [...objects.values()].filter(({ softPatches }) => softPatches.length > 0)
    return {
      result: {},
      objects: new Map([...objects, ...patched.map((entry) => [entry.id, { ...entry, softPatches: [] }] as const)]),
      changed: patched.flatMap(({ id }) => withExtending(objects, id)),
    }
  }),
}

/** Methods of a generic object that copy another into it. */
export const objectCopyingMethods: Methods<'GenericObject'> = {
  CopyFrom: command<'GenericObject'>()({ qFromId: text }, (call, { id }, { qFromId }) => {
    const from = withoutIds(treeLayout(call, objectEntry(call.scope, qFromId)))
    return setTree(call, id, from)
  }),
}
