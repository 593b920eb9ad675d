import type { Doc } from '@qlik/api/qix'

/** Titles of an app's master items to their ids. */
export interface MasterItems {
  readonly dimensions: ReadonlyMap<string, string>
  readonly measures: ReadonlyMap<string, string>
}

interface ListItem {
  readonly qInfo: { readonly qId: string }
  readonly qMeta?: { readonly title?: string }
  readonly qData?: { readonly title?: string }
}

const pending = new WeakMap<Doc, Promise<MasterItems>>()

/** Lists the master items of an app, once per session; apps are not edited while they are shown. */
export const masterItemsOf = (doc: Doc): Promise<MasterItems> => {
  const items = pending.get(doc) ?? listMasterItems(doc)
  pending.set(doc, items)
  return items
}

const listMasterItems = async (doc: Doc): Promise<MasterItems> => {
  const object = await doc.createSessionObject({
    qInfo: { qType: 'understudy-master-items' },
    qDimensionListDef: { qType: 'dimension', qData: { title: '/qMetaDef/title' } },
    qMeasureListDef: { qType: 'measure', qData: { title: '/qMetaDef/title' } },
  })
  try {
    const layout = (await object.getLayout()) as unknown as {
      readonly qDimensionList?: { readonly qItems?: readonly ListItem[] }
      readonly qMeasureList?: { readonly qItems?: readonly ListItem[] }
    }
    return { dimensions: byTitle(layout.qDimensionList?.qItems), measures: byTitle(layout.qMeasureList?.qItems) }
  } finally {
    void doc.destroySessionObject(object.id)
  }
}

const byTitle = (items: readonly ListItem[] = []): ReadonlyMap<string, string> =>
  new Map(items.map(({ qInfo, qMeta, qData }) => [qMeta?.title ?? qData?.title ?? '', qInfo.qId]))
