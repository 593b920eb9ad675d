import { createNebula } from '../nebula/nebula-instance.js'
import type { CommonProps } from '../props/embed-props.js'
import type { MountedUi, UiMount } from './ui.js'

/** `analytics/selections`: the bar of current selections, with back, forward and clear. */
export const mountSelections = async ({ props, doc, shell }: UiMount<CommonProps>): Promise<MountedUi> => {
  const nebula = createNebula(doc, props.context, shell.content)
  const bar = await nebula.selections()
  shell.content.classList.add('understudy-selections')
  shell.showContent()
  bar.mount(shell.content)
  return {
    destroy: async () => {
      bar.unmount()
      await nebula.destroy()
    },
  }
}
