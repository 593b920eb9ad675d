/** What an element is made with: attributes by their names in HTML; those that are undefined are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>

const withAttributes = <E extends Element>(
  element: E,
  attributes: Attributes,
  content: readonly (Node | string)[],
): E => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, String(value))
  }
  element.append(...content)
  return element
}

/** Makes an HTML element. Text is text, never markup. */
export const html = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[K] => withAttributes(document.createElement(tag), attributes, content)

/** Makes an SVG element. */
export const svg = <K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...content: readonly (Node | string)[]
): SVGElementTagNameMap[K] =>
  withAttributes(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, content)

/** Sets style by script, which no policy blocks. */
export const styled = <E extends HTMLElement>(element: E, style: Readonly<Record<string, string>>): E => {
  for (const [property, value] of Object.entries(style)) element.style.setProperty(property, value)
  return element
}

/** A table that screen readers find beside a drawing. */
export const dataTable = (
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): HTMLTableElement =>
  html(
    'table',
    { class: 'understudy-hidden' },
    html('caption', {}, caption),
    html('thead', {}, html('tr', {}, ...heads.map((head) => html('th', { scope: 'col' }, head)))),
    html('tbody', {}, ...rows.map((row) => html('tr', {}, ...row.map((cell) => html('td', {}, cell))))),
  )
