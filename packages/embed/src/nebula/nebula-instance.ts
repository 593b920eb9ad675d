import { embed, type stardust } from '@nebula.js/stardust'
import type { Doc } from '@qlik/api/qix'
import type { Surroundings } from '../charts/own-chart.js'
import { onLooks } from '../looks/on-looks.js'
import { pageLooks } from '../looks/page-looks.js'
import type { EmbedContext } from '../props/embed-props.js'
import { nebulaTypes } from './chart-types.js'
import { isDarkTheme } from './dark-theme.js'
import { themeOf } from './theme-of.js'

/** An instance of nebula.js. `destroy` is missing in its types. */
export type Nebula = stardust.Embed & { readonly destroy: () => Promise<void> }

/** Names of the theme in turns: nebula.js takes a theme anew when it has another name. */
const themeIds = ['understudy', 'understudy-again'] as const

/**
 * Makes an instance of nebula.js. It is one React root, and an error that a chart throws while drawing takes the whole
 * root down; therefore every chart gets its own. Its theme follows the looks of the page.
 *
 * @param element within the box of the embed
 * @param ways of our own charts: how containers draw what is in them, and how failures are shown
 */
export const createNebula = (
  doc: Doc,
  { theme, language, ...context }: EmbedContext,
  element: HTMLElement,
  ways: Pick<Surroundings['anything'], 'drawInside' | 'fail'> = {},
): Nebula => {
  const box = element.closest<HTMLElement>('.understudy-embed') ?? element
  const load = async () => themeOf(isDarkTheme(theme), pageLooks(box))
  let [current, other]: readonly string[] = themeIds
  const nebula = embed(doc, {
    context: { ...context, theme: current as string, ...(language !== undefined && { language }) },
    types: nebulaTypes as unknown as stardust.TypeInfo[],
    themes: themeIds.map((id) => ({ id, load })) as unknown as stardust.ThemeInfo[],
    anything: { ...ways, language },
  }) as unknown as Nebula
  const stop = onLooks(box, () => {
    ;[current, other] = [other, current]
    void nebula.context({ theme: current as string })
  })
  const { destroy } = nebula
  return Object.assign(nebula, {
    destroy: async () => {
      stop()
      await destroy()
    },
  })
}
