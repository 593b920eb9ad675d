import { type Methods, refused } from './method.js'
import type { TargetKind } from './target.js'

const inFolder = 'what the app stores is published with its folder, and what a session makes is seen by nobody else'

/** Methods by which objects, master items and bookmarks are shown to others. */
export const refusedPublishing = <Kind extends TargetKind>(): Methods<Kind> =>
  refused<Kind>('QIX-READ-ONLY', { Publish: inFolder, UnPublish: inFolder, Approve: inFolder, UnApprove: inFolder })

const masterItem = 'master items are those of its folder'

/** Methods that would change a master item. */
export const refusedLibraryChanges = <Kind extends 'GenericDimension' | 'GenericMeasure'>(): Methods<Kind> => ({
  ...refused<Kind>('QIX-READ-ONLY', { SetProperties: masterItem, ApplyPatches: masterItem }),
  ...refusedPublishing<Kind>(),
})

const noGroups = 'members of a sheet are its children: CreateChild, SetChildArrayOrder'
const noSnapshots = 'there are no snapshots of objects'

/** Methods of a generic object that are refused, whoever calls them. */
export const refusedObjectMethods: Methods<'GenericObject'> = {
  ...refusedPublishing<'GenericObject'>(),
  ...refused<'GenericObject'>('QIX-UNSUPPORTED', {
    MultiRangeSelectTreeDataValues:
      'trees are selected in by their values: the published reference does not say at which level a range selects',
    StoreData: 'no client writes files of the server',
    EmbedSnapshotObject: noSnapshots,
    CreateGroup: noGroups,
    RemoveGroup: noGroups,
    AddGroupMembers: noGroups,
    RemoveGroupMembers: noGroups,
    SetGroupLabel: noGroups,
  }),
}
