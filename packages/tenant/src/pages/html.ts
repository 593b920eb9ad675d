/** Text that is HTML already: made by {@link html} only, so that whatever else is put into a page is escaped. */
export class Html {
  readonly #text: string

  /** @param text trusted HTML, written in our own code */
  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

/** What may stand in a template: HTML as it is, texts and numbers escaped, `undefined` and `false` as nothing. */
export type HtmlPart = Html | string | number | false | undefined | readonly HtmlPart[]

/**
 * Writes HTML. Parts are escaped for text and for attribute values, and the attributes that hold them must be quoted:
 * `` html`<input value="${name}">` ``.
 */
export const html = (texts: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html =>
  new Html(texts.reduce((written, text, index) => written + htmlText(parts[index - 1]) + text))

const htmlText = (part: HtmlPart): string => {
  if (part === undefined || part === false) return ''
  if (part instanceof Html) return part.toString()
  if (typeof part === 'object') return part.map(htmlText).join('')
  return String(part).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`)
}
