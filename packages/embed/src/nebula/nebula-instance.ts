import { embed, type stardust } from '@nebula.js/stardust'
import type { Doc } from '@qlik/api/qix'
import type { DrawInside } from '../charts/own-chart.js'
import type { EmbedContext } from '../props/embed-props.js'
import { nebulaTypes } from './chart-types.js'
import { nebulaThemeId, nebulaThemes } from './themes.js'

/** An instance of nebula.js. `destroy` is missing in its types. */
export type Nebula = stardust.Embed & { readonly destroy: () => Promise<void> }

/**
 * Makes an instance of nebula.js. It is one React root, and an error that a chart throws while drawing takes the whole
 * root down; therefore every chart gets its own.
 *
 * @param drawInside how containers draw what is in them
 */
export const createNebula = (
  doc: Doc,
  { theme, language, ...context }: EmbedContext,
  drawInside?: DrawInside,
): Nebula =>
  embed(doc, {
    context: { ...context, theme: nebulaThemeId(theme), ...(language !== undefined && { language }) },
    types: nebulaTypes as unknown as stardust.TypeInfo[],
    themes: nebulaThemes,
    anything: { drawInside },
  }) as unknown as Nebula
