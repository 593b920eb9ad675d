import type { Doc } from '@qlik/api/qix'
import type { Shell } from '../dom/shell.js'
import type { EmbedFailure } from '../failure/embed-failure.js'

/** What a ui gets to mount itself. */
export interface UiMount<Props> {
  readonly props: Props
  readonly doc: Doc
  readonly shell: Shell
  /** Shows a failure in place of the ui, and reports it. */
  readonly fail: (failure: EmbedFailure) => void
  /** Reports a failure that the ui shows itself. */
  readonly report: (failure: EmbedFailure) => void
}

/** A mounted ui. */
export interface MountedUi {
  /** Functions that the element's `getRefApi()` offers beside `getDoc()`. */
  readonly refApi?: Readonly<Record<string, () => Promise<unknown>>>
  readonly destroy: () => Promise<void>
}
