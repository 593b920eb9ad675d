import { type stardust, useEffect, useElement, useEmbed, useLayout, useModel } from '@nebula.js/stardust'
import type { GenericObject } from '@qlik/api/qix'

interface ListBoxProperties {
  readonly qListObjectDef?: {
    readonly qLibraryId?: string
    readonly qDef?: { readonly qFieldDefs?: readonly string[] }
  }
}

interface ListBoxLayout {
  readonly title?: string
  readonly qListObject?: { readonly qDimensionInfo?: { readonly qFallbackTitle?: string } }
}

/** The list that nebula.js draws for a field, in the order and the state of the object's own list. */
const fieldOf = ({ qListObjectDef }: ListBoxProperties): string | stardust.LibraryField => {
  const { qLibraryId, qDef } = qListObjectDef ?? {}
  return qLibraryId ? { qLibraryId, type: 'dimension' } : (qDef?.qFieldDefs?.[0] ?? '')
}

/** A list box on its own; those of a filter pane are drawn by the pane. */
export default () => ({
  qae: {
    properties: { initial: { showTitles: false, title: '', qListObjectDef: { qShowAlternatives: true } } },
    data: { targets: [] },
  },
  component() {
    const [element, embed] = [useElement(), useEmbed()]
    const object = useModel() as unknown as GenericObject | undefined
    const { title, qListObject } = useLayout() as ListBoxLayout
    const name = title || qListObject?.qDimensionInfo?.qFallbackTitle || ''
    useEffect(() => {
      let ended = false
      let unmount = (): void => undefined
      const mount = async (): Promise<void> => {
        const properties: ListBoxProperties = { ...(await object?.getEffectiveProperties()) }
        const list = await embed.field(fieldOf(properties))
        if (ended) return
        const { qListObjectDef } = properties
        await list.mount(element, { title: name, search: 'toggle', properties: { qListObjectDef } })
        unmount = () => list.unmount()
        if (ended) unmount()
      }
      void mount()
      return () => {
        ended = true
        unmount()
      }
    }, [element, object, name])
  },
})
