import type { Doc, Field } from '@qlik/api/qix'
import { masterItemsOf } from '../chart/master-items.js'
import { embedError, isNotFound } from '../failure/embed-failure.js'
import { createNebula } from '../nebula/nebula-instance.js'
import type { CommonProps } from '../props/embed-props.js'
import type { MountedUi, UiMount } from './ui.js'

/** Properties of `analytics/field`. */
type FieldProps = CommonProps & { readonly field: string | { readonly libraryId: string } }

/** `analytics/field`: a list box of a field or a master dimension. */
export const mountField = async ({ props, doc, shell }: UiMount<FieldProps>): Promise<MountedUi> => {
  const title = await titleOf(doc, props.field)
  const nebula = createNebula(doc, props.context, shell.content)
  const { field } = props
  const listBox = await nebula.field(
    typeof field === 'string' ? field : { qLibraryId: field.libraryId, type: 'dimension' },
  )
  // Shown first: the list measures its height to know how many values it needs.
  shell.showContent()
  await listBox.mount(shell.content, { title, search: 'toggle', properties: leftAligned })
  return {
    refApi: { getField: () => fieldOf(doc, field) },
    destroy: async () => {
      listBox.unmount()
      await nebula.destroy()
    },
  }
}

/** Months and other named values carry numbers to sort by; the list box would align them like amounts. */
const leftAligned = { qListObjectDef: { qDef: { textAlign: { auto: false, align: 'left' } } } }

/** The QIX field behind the list box. */
const fieldOf = async (doc: Doc, field: FieldProps['field']): Promise<Field> => {
  if (typeof field === 'string') return doc.getField(field)
  const { qDim } = await (await doc.getDimension(field.libraryId)).getLayout()
  return doc.getField(qDim?.qFieldDefs?.[0] ?? field.libraryId)
}

/** What the list box is called; thereby checked to exist. */
const titleOf = async (doc: Doc, field: FieldProps['field']): Promise<string> => {
  if (typeof field === 'string') return fieldTitle(doc, field)
  const { dimensions } = await masterItemsOf(doc)
  const title = [...dimensions].find(([, id]) => id === field.libraryId)?.[0]
  if (title === undefined) throw embedError('EMBED-FIELD', `The app has no master dimension '${field.libraryId}'.`)
  return title
}

const fieldTitle = async (doc: Doc, field: string): Promise<string> => {
  try {
    await doc.getField(field)
    return field
  } catch (cause) {
    throw isNotFound(cause) ? embedError('EMBED-FIELD', `The app has no field '${field}'.`, { cause }) : cause
  }
}
