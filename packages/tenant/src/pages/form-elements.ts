import { type Html, html } from './html.js'

/** One input with its label. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly type: 'text' | 'email' | 'password'
  /** What browsers and password managers may fill in, as HTML names it. */
  readonly autocomplete: string
  readonly value?: string | undefined
  readonly hint?: string | undefined
  /** What is wrong with the value that was sent. */
  readonly problem?: string | undefined
  /** Something is wrong, with this field or with another: the summary says so. */
  readonly invalid?: boolean
  readonly maxLength?: number
}

/** Writes an input whose label, hint and problem assistive technology reads together. */
export const field = ({
  name,
  label,
  type,
  autocomplete,
  value,
  hint,
  problem,
  invalid = problem !== undefined,
  maxLength = 256,
}: Field): Html => {
  const described = [hint && `${name}-hint`, problem && `${name}-problem`].filter(Boolean).join(' ')
  return html`<div class="field">
<label for="${name}">${label}</label>
${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
${problem !== undefined && html`<p class="problem" id="${name}-problem">${problem}</p>`}
<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}" maxlength="${maxLength}" required${
    type !== 'password' && html` autocapitalize="none" spellcheck="false"`
  }${described !== '' && html` aria-describedby="${described}"`}${invalid && html` aria-invalid="true"`}>
</div>`
}

/** A value that goes with a form unseen. */
export const hiddenField = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`

/** The button that sends a form; `quiet` for the choice beside the main one. */
export const submitButton = (
  text: string,
  { name, value, quiet = false }: { readonly name?: string; readonly value?: string; readonly quiet?: boolean } = {},
): Html =>
  html`<button class="${quiet ? 'button quiet' : 'button'}" type="submit"${
    name !== undefined && html` name="${name}" value="${value}"`
  }>${text}</button>`

/** What is wrong with a form that was sent, and with which of its fields. */
export interface FormProblem {
  readonly message: string
  /** Name of the field to correct. */
  readonly field?: string | undefined
}

/** Says above a form what is wrong with it: announced, and focused without script, with links to the fields. */
export const errorSummary = (title: string, problems: readonly FormProblem[]): Html =>
  html`<div class="summary" role="alert" tabindex="-1" autofocus aria-labelledby="summary-title">
<h2 id="summary-title">${title}</h2>
<ul>${problems.map(
    ({ message, field }) => html`<li>${field === undefined ? message : html`<a href="#${field}">${message}</a>`}</li>`,
  )}</ul>
</div>`
