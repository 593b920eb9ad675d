import { type ChartSource, drawChart } from '../chart/draw-chart.js'
import type { CommonProps } from '../props/embed-props.js'
import type { MountedUi, UiMount } from './ui.js'

/** `analytics/chart`: an object of the app, or a chart on the fly. */
export const mountChart = async ({
  props,
  doc,
  shell,
  fail,
}: UiMount<CommonProps & ChartSource>): Promise<MountedUi> => {
  const chart = await drawChart(doc, props, props.context, {
    element: shell.content,
    onDrawn: shell.showContent,
    onEmpty: shell.showEmpty,
    onFailure: fail,
  })
  return {
    refApi: { getObject: async () => chart.object, getChartRefApi: () => chart.viz.getImperativeHandle() },
    destroy: chart.destroy,
  }
}
