import { html } from '../element.js'
import { type OwnChart, type Scene, supernova } from '../own-chart.js'
import { type Alternative, alternativesOf } from './alternatives.js'
import { type WatchedVariable, watchVariable } from './variable.js'

interface VariableInputLayout {
  readonly title?: string
  readonly variableName?: string
  /** `b` buttons, `s` list, `l` slider, `f` field. */
  readonly render?: string
  readonly valueType?: string
  readonly alternatives?: readonly { readonly value?: unknown; readonly label?: unknown }[]
  readonly dynamicvalues?: string
  readonly min?: unknown
  readonly max?: unknown
  readonly step?: unknown
}

const style = `
.understudy-variable { display: flex; flex-wrap: wrap; align-items: center; align-content: center; gap: 8px; width: 100%; height: 100%; box-sizing: border-box; padding: 4px 8px; overflow: auto; color: var(--understudy-ink); }
.understudy-variable :is(button, select, input:not([type="range"])) { min-height: 34px; padding: 4px 12px; font: inherit; color: inherit; background: var(--understudy-paper); border: 1px solid var(--understudy-muted); border-radius: 6px; max-width: 100%; box-sizing: border-box; }
.understudy-variable button { cursor: pointer; }
.understudy-variable button[aria-pressed="true"] { color: var(--understudy-on-accent); background: var(--understudy-accent); border-color: var(--understudy-accent); }
.understudy-variable input[type="range"] { flex: 1; min-width: 0; accent-color: var(--understudy-accent); }
.understudy-variable :disabled { cursor: default; opacity: .6; }
.understudy-variable :focus-visible { outline: 2px solid var(--understudy-accent); outline-offset: 2px; }
`

/** An input for a variable: what it is made of, and how it shows a value. */
interface Control {
  readonly content: readonly HTMLElement[]
  readonly show: (value: string) => void
}

/** What makes a control. */
interface ControlParts {
  readonly layout: VariableInputLayout
  readonly alternatives: readonly Alternative[]
  readonly attributes: Readonly<Record<string, string>>
  readonly set: (value: string) => void
}

const buttons = ({ alternatives, attributes, set }: ControlParts): Control => {
  const made = alternatives.map(({ value, label }) => {
    const button = html('button', { type: 'button', ...attributes, 'aria-label': undefined }, label)
    button.addEventListener('click', () => set(value))
    return { value, button }
  })
  return {
    content: made.map(({ button }) => button),
    show: (current) => {
      for (const { value, button } of made) button.setAttribute('aria-pressed', String(value === current))
    },
  }
}

const list = ({ alternatives, attributes, set }: ControlParts): Control => {
  const options = alternatives.map(({ value, label }) => html('option', { value }, label))
  const select = html('select', attributes, ...options)
  select.addEventListener('change', () => set(select.value))
  return {
    content: [select],
    show: (value) => {
      select.value = value
    },
  }
}

const numberOr = (written: unknown, otherwise: number): number =>
  Number.isFinite(Number(written ?? Number.NaN)) ? Number(written) : otherwise

const slider = ({ layout, attributes, set }: ControlParts): Control => {
  const { min, max, step } = layout
  const limits = { min: numberOr(min, 0), max: numberOr(max, 100), step: Math.abs(numberOr(step, 1)) || 1 }
  const range = html('input', { type: 'range', ...limits, ...attributes })
  const output = html('output')
  range.addEventListener('input', () => output.replaceChildren(range.value))
  range.addEventListener('change', () => set(range.value))
  return {
    content: [range, output],
    show: (value) => {
      range.value = value
      output.replaceChildren(value)
    },
  }
}

const field = ({ attributes, set }: ControlParts): Control => {
  const input = html('input', { type: 'text', ...attributes })
  input.addEventListener('change', () => set(input.value))
  return {
    content: [input],
    show: (value) => {
      input.value = value
    },
  }
}

const controls: Readonly<Record<string, (parts: ControlParts) => Control>> = {
  b: buttons,
  s: list,
  l: slider,
  f: field,
}

const variableInput: OwnChart<VariableInputLayout> = {
  properties: { render: 'f', valueType: 'l', alternatives: [], min: 0, max: 100, step: 1 },
  style,
  mount: (element) => {
    const place = html('div', { class: 'understudy-variable', role: 'group' })
    element.replaceChildren(place)
    let variable: Promise<WatchedVariable> | undefined
    let name: string | undefined
    let control: Control | undefined
    let value = ''
    let made = ''

    const tell = (text: string): void => place.replaceChildren(html('p', { role: 'alert' }, text))
    const watch = ({ layout, doc }: Scene<VariableInputLayout>): void => {
      if (layout.variableName === name) return
      stop()
      name = layout.variableName
      if (!name) {
        tell('No variable is named.')
        return
      }
      variable = watchVariable(doc, name, (text) => {
        value = text
        control?.show(value)
      })
      const named = name
      variable.catch(() => {
        if (named === name) tell(`There is no variable '${named}'.`)
      })
    }
    const stop = (): void => void variable?.then((watched) => watched.stop()).catch(() => undefined)

    return {
      update: (scene) => {
        const { layout, mayAct } = scene
        const { render, min, max, step, variableName } = layout
        const label = layout.title || layout.variableName || ''
        place.setAttribute('aria-label', label)
        const alternatives = alternativesOf(layout)
        // A control that a person is about to use stays when only its surroundings change.
        const asked = JSON.stringify([render, alternatives, min, max, step, label, mayAct, variableName])
        if (asked !== made) {
          made = asked
          const attributes: Readonly<Record<string, string>> = { 'aria-label': label, ...(!mayAct && { disabled: '' }) }
          const set = (chosen: string): void =>
            void variable?.then((watched) => watched.set(chosen)).catch(() => control?.show(value))
          control = (controls[layout.render ?? ''] ?? field)({ layout, alternatives, attributes, set })
          place.replaceChildren(...control.content)
          control.show(value)
        }
        watch(scene)
      },
      destroy: stop,
    }
  },
}

export default supernova(variableInput)
