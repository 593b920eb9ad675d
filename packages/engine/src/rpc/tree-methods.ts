import { UnderstudyError } from '@understudy/contract'
import { isInSelections } from '../objects/scope.js'
import { evaluateTree } from '../objects/tree/tree-cube.js'
import { parseTreeOptions, treeNodes } from '../objects/tree/tree-nodes.js'
import { hypercubeAt } from './definition-at.js'
import { type Methods, query } from './method.js'
import { object, optional, text } from './parameters.js'

const objectQuery = query<'GenericObject'>()

/** Methods of a generic object that read its cubes as trees. */
export const treeMethods: Methods<'GenericObject'> = {
  GetHyperCubeTreeData: objectQuery(
    { qPath: text, qNodeOptions: optional(object, {}) },
    async ({ scope: around }, { id }, { qPath, qNodeOptions }) => {
      const { definition, scope } = await hypercubeAt(around, id, qPath)
      if (definition.mode !== 'T')
        throw new UnderstudyError('QIX-IMPOSSIBLE', `the cube is of mode ${definition.mode}, not T`)
      const outcome = await evaluateTree(scope, definition, isInSelections(scope, id))
      if (!outcome.ok)
        throw new UnderstudyError('QIX-IMPOSSIBLE', outcome.errors[0]?.message ?? 'it could not be evaluated')
      return { qNodes: await treeNodes(outcome.tree, parseTreeOptions(qNodeOptions)) }
    },
  ),
}
