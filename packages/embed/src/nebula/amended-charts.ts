type Properties = Readonly<Record<string, unknown>>

/** The parts of what nebula.js gets of a chart that are amended here; see `QAEDefinition`. */
interface Definition {
  readonly qae: {
    readonly properties?: Properties & { readonly initial?: Properties }
    readonly data: {
      readonly targets: readonly { readonly measures?: { readonly added?: (...args: unknown[]) => void } }[]
    }
  }
}

const amended =
  (chart: unknown, amend: (definition: Definition) => Definition) =>
  (surroundings: unknown): Definition =>
    amend(typeof chart === 'function' ? (chart as (given: unknown) => Definition)(surroundings) : (chart as Definition))

/** Colour of a KPI: the theme's first, where the chart would take one of its own. */
const firstColor = { useConditionalColoring: false, singleColor: 3, paletteSingleColor: { index: 6 } }

/** KPIs in the first colour of the theme. */
export const themedKpi = (chart: unknown) =>
  amended(chart, ({ qae, ...rest }) => ({
    ...rest,
    qae: {
      ...qae,
      data: {
        ...qae.data,
        targets: qae.data.targets.map((target) => ({
          ...target,
          measures: {
            ...target.measures,
            added: (measure: unknown, ...others: unknown[]) => {
              const { qDef } = measure as { qDef: Record<string, unknown> }
              qDef.conditionalColoring ??= { ...firstColor, segments: { limits: [], paletteColors: [{ index: 6 }] } }
              target.measures?.added?.(measure, ...others)
            },
          },
        })),
      },
    },
  }))

/** Place of the colour of cards among the theme's named colours. */
const cardColor = 14

/** Cards of organisation charts in the theme's colour of cards, and their text in what is read on it. */
export const themedOrgChart = (chart: unknown) =>
  amended(chart, ({ qae, ...rest }) => {
    const initial = qae.properties?.initial ?? qae.properties ?? {}
    const style = { ...(initial.style as object), backgroundColor: backgroundOf(cardColor) }
    return { ...rest, qae: { ...qae, properties: { initial: { ...initial, style } } } }
  })

const backgroundOf = (index: number) => ({ colorType: 'colorPicker', color: { index }, colorExpression: '' })
