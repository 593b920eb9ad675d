import type { Doc } from '@qlik/api/qix'
import { createEmbedBox } from '../dom/embed-box.js'
import { createShell } from '../dom/shell.js'
import type { EmbedFailure } from '../failure/embed-failure.js'
import { toFailure } from '../failure/to-failure.js'
import { isDarkTheme } from '../nebula/dark-theme.js'
import type { EmbedContext } from '../props/embed-props.js'
import { drawChart } from './draw-chart.js'

/**
 * Draws an object in a place of a sheet or a container, isolated from the failures of the others.
 *
 * @param report is told a failure, which the place shows
 * @returns what takes it away
 */
export const drawCell = async (
  doc: Doc,
  place: HTMLElement,
  objectId: string,
  context: EmbedContext,
  report: (failure: EmbedFailure) => void,
): Promise<() => Promise<void>> => {
  const box = createEmbedBox(place)
  // The place gives the height; what is in it must not push it.
  box.setOwnHeight('0')
  box.setLanguage(context.language)
  const shell = createShell(box)
  shell.setDark(isDarkTheme(context.theme))
  shell.showLoading()
  const fail = (failure: EmbedFailure): void => {
    shell.showFailure(failure)
    report(failure)
  }
  try {
    const { destroy } = await drawChart(doc, { objectId }, context, {
      element: shell.content,
      onDrawn: shell.showContent,
      onEmpty: shell.showEmpty,
      onFailure: fail,
    })
    return destroy
  } catch (error) {
    fail(toFailure(error))
    return async () => undefined
  }
}
