/** A part of a container as its layout says it. Containers name their parts in two ways. */
interface WrittenPart {
  readonly refId?: string
  readonly childRefId?: string
  readonly label?: string
  readonly condition?: unknown
  readonly showCondition?: unknown
  readonly bounds?: Bounds
}

/** Place in a layout container, in per cent. */
export interface Bounds {
  readonly x?: number
  readonly y?: number
  readonly width?: number
  readonly height?: number
}

interface ChildItem {
  readonly qInfo: { readonly qId: string; readonly qType: string }
  readonly qData?: {
    readonly title?: string
    readonly visualization?: string
    readonly childRefId?: string
    readonly containerChildId?: string
  }
}

/** A layout of a container. */
export interface ContainerLayout {
  readonly title?: string
  /** Parts of `container`. */
  readonly children?: readonly WrittenPart[]
  /** Parts of `sn-tabbed-container` and `sn-layout-container`. */
  readonly objects?: readonly WrittenPart[]
  readonly qChildList?: { readonly qItems?: readonly ChildItem[] }
  readonly showTabs?: boolean
  readonly activeTab?: string
  readonly defaultTab?: string
  readonly defaultTabId?: string
}

/** An object in a container. */
export interface ContainerPart {
  readonly objectId: string
  readonly ref: string
  readonly label: string
  readonly bounds: Bounds | undefined
}

const refOf = ({ refId, childRefId }: WrittenPart): string => childRefId ?? refId ?? ''

/** What a condition came to: nothing written shows, and so does all but zero, `false` and no text. */
const isShown = (condition: unknown): boolean => {
  if (condition === undefined || condition === null || typeof condition === 'object') return true
  return !['0', 'false', ''].includes(String(condition).trim().toLowerCase()) || condition === ''
}

/**
 * The objects that a container shows, in their order: those that its list names and whose condition holds, or else all of
 * its children.
 */
export const containerParts = ({ children, objects, qChildList }: ContainerLayout): readonly ContainerPart[] => {
  const items = qChildList?.qItems ?? []
  const partOf = ({ qInfo, qData }: ChildItem, written?: WrittenPart): ContainerPart => ({
    objectId: qInfo.qId,
    ref: written === undefined ? qInfo.qId : refOf(written),
    label: written?.label || qData?.title || qData?.visualization || qInfo.qType,
    bounds: written?.bounds,
  })
  const written = objects ?? children ?? []
  if (written.length === 0) return items.map((item) => partOf(item))
  return written
    .filter(({ condition, showCondition }) => isShown(condition) && isShown(showCondition))
    .flatMap((part) => {
      const ref = refOf(part)
      const item = items.find(({ qInfo, qData }) =>
        [qInfo.qId, qData?.childRefId, qData?.containerChildId].includes(ref),
      )
      return item === undefined ? [] : [partOf(item, part)]
    })
}
