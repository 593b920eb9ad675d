import { UnderstudyError } from '@understudy/contract'
import { type JsonObject, objectOf } from '../json.js'
import { metaLayout } from '../objects/layout/meta-layout.js'
import type { LibraryItem } from '../objects/library.js'
import { idsOfUsers, linkedItems } from '../objects/linked-objects.js'
import type { Scope } from '../objects/scope.js'
import { type Methods, query } from './method.js'

const found = (item: LibraryItem | undefined): LibraryItem => {
  if (!item) throw new UnderstudyError('QIX-NOT-FOUND', 'the master item no longer exists')
  return item
}

const layoutOf = (item: LibraryItem, id: string, type: string, member: 'qDim' | 'qMeasure') => ({
  qLayout: {
    qInfo: { qId: id, qType: type },
    qMeta: metaLayout(item.properties.qMetaDef, id, 'app'),
    [member]: objectOf(item.properties[member]),
  },
})

const linkedTo = async ({ objects }: Scope, id: string): Promise<JsonObject> => ({
  qItems: linkedItems(objects, await idsOfUsers(objects, id)),
})

const dimensionQuery = query<'GenericDimension'>()
const measureQuery = query<'GenericMeasure'>()

/** Methods of a master dimension. */
export const dimensionMethods: Methods<'GenericDimension'> = {
  GetLayout: dimensionQuery({}, ({ scope }, { id }) =>
    layoutOf(found(scope.library.dimension(id)), id, 'dimension', 'qDim'),
  ),
  GetProperties: dimensionQuery({}, ({ scope }, { id }) => ({ qProp: found(scope.library.dimension(id)).properties })),
  GetDimension: dimensionQuery({}, ({ scope }, { id }) => ({ qDim: found(scope.library.dimension(id)).definition })),
  GetInfo: dimensionQuery({}, (_, { id }) => ({ qInfo: { qId: id, qType: 'dimension' } })),
  GetLinkedObjects: dimensionQuery({}, ({ scope }, { id }) => linkedTo(scope, id)),
}

/** Methods of a master measure. */
export const measureMethods: Methods<'GenericMeasure'> = {
  GetLayout: measureQuery({}, ({ scope }, { id }) =>
    layoutOf(found(scope.library.measure(id)), id, 'measure', 'qMeasure'),
  ),
  GetProperties: measureQuery({}, ({ scope }, { id }) => ({ qProp: found(scope.library.measure(id)).properties })),
  GetMeasure: measureQuery({}, ({ scope }, { id }) => ({ qMeasure: found(scope.library.measure(id)).definition })),
  GetInfo: measureQuery({}, (_, { id }) => ({ qInfo: { qId: id, qType: 'measure' } })),
  GetLinkedObjects: measureQuery({}, ({ scope }, { id }) => linkedTo(scope, id)),
}
