import type { AnalyticsProps } from '../props/embed-props.js'
import { mountChart } from '../ui/analytics-chart.js'
import { mountField } from '../ui/analytics-field.js'
import { mountSelections } from '../ui/analytics-selections.js'
import { mountSheet } from '../ui/analytics-sheet.js'
import type { MountedUi, UiMount } from '../ui/ui.js'

/** Mounts the ui that the props ask for. */
export const mountUi = (mount: UiMount<AnalyticsProps>): Promise<MountedUi> => {
  const { props } = mount
  switch (props.ui) {
    case 'analytics/chart':
      return mountChart({ ...mount, props })
    case 'analytics/sheet':
      return mountSheet({ ...mount, props })
    case 'analytics/field':
      return mountField({ ...mount, props })
    case 'analytics/selections':
      return mountSelections({ ...mount, props })
  }
}

/** Heights in CSS, by ui; `auto` is that of the content. */
const ownHeights: Readonly<Record<string, string>> = {
  'analytics/sheet': '720px',
  'analytics/selections': 'auto',
  selections: 'auto',
  'classic/app': '800px',
}

/** Height of a ui where its surroundings leave it open, in CSS. */
export const ownHeightOf = (ui: unknown): string =>
  (typeof ui === 'string' && Object.hasOwn(ownHeights, ui) ? ownHeights[ui] : undefined) ?? '320px'
