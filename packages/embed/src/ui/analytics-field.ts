import { embedError, isNotFound } from '../failure/embed-failure.js'
import { createNebula } from '../nebula/nebula-instance.js'
import type { CommonProps } from '../props/embed-props.js'
import type { MountedUi, UiMount } from './ui.js'

/** Properties of `analytics/field`. */
type FieldProps = CommonProps & { readonly field: string | { readonly libraryId: string } }

/** `analytics/field`: a list box of a field or a master dimension. */
export const mountField = async ({ props, doc, shell }: UiMount<FieldProps>): Promise<MountedUi> => {
  await checkField(doc, props.field)
  const nebula = createNebula(doc, props.context)
  const { field } = props
  const listBox = await nebula.field(
    typeof field === 'string' ? field : { qLibraryId: field.libraryId, type: 'dimension' },
  )
  // Shown first: the list measures its height to know how many values it needs.
  shell.showContent()
  await listBox.mount(shell.content, { search: 'toggle' })
  return {
    refApi: { getField: async () => listBox },
    destroy: async () => {
      listBox.unmount()
      await nebula.destroy()
    },
  }
}

const checkField = async (doc: UiMount<FieldProps>['doc'], field: FieldProps['field']): Promise<void> => {
  try {
    await (typeof field === 'string' ? doc.getField(field) : doc.getDimension(field.libraryId))
  } catch (cause) {
    if (!isNotFound(cause)) throw cause
    const name = typeof field === 'string' ? `field '${field}'` : `master dimension '${field.libraryId}'`
    throw embedError('EMBED-FIELD', `The app has no ${name}.`, { cause })
  }
}
