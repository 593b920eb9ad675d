import { html, styled } from '../element.js'

/** Elements of a text; all others are taken for their content alone. */
const allowed = 'p br div span b strong i em u s h1 h2 h3 h4 h5 h6 ul ol li a'.split(' ') as readonly string[]
/** Contents that are no text. */
const dropped = ['SCRIPT', 'STYLE', 'TEMPLATE', 'IFRAME', 'OBJECT'] as readonly string[]
const allowedStyle = ['color', 'background-color', 'font-size', 'font-weight', 'font-style', 'text-align'] as const

/** Opens beside the page. What its address is, is judged when the values are in it. */
const link = (address: string, ...content: readonly (Node | string)[]): HTMLElement =>
  html('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, ...content)

const copied = (node: Node): readonly Node[] => {
  if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.textContent ?? '')]
  if (!(node instanceof HTMLElement) || dropped.includes(node.tagName)) return []
  const content = [...node.childNodes].flatMap(copied)
  const tag = node.tagName.toLowerCase()
  if (!allowed.includes(tag)) return content
  if (tag === 'a') return [link(node.getAttribute('href') ?? '', ...content)]
  const style = allowedStyle.flatMap((name) => {
    const value = node.style.getPropertyValue(name)
    return value === '' || value.includes('url(') ? [] : [[name, value]]
  })
  return [styled(html(tag as 'span', {}, ...content), Object.fromEntries(style))]
}

/** Of markup what is text and its looks; nothing of it runs, loads or sends. */
const fromHtml = (text: string): readonly Node[] => [
  ...[...new DOMParser().parseFromString(text, 'text/html').body.childNodes].flatMap(copied),
]

const inline = /\*\*(.+?)\*\*|__(.+?)__|\*(.+?)\*|\[([^\]]+)\]\(([^)\s]+)\)/

const fromInline = (text: string): readonly (Node | string)[] => {
  const found = inline.exec(text)
  if (found === null) return text === '' ? [] : [text]
  const [all, bold, alsoBold, italic, label = '', address = ''] = found
  const strong = bold ?? alsoBold
  const made =
    strong !== undefined
      ? html('strong', {}, ...fromInline(strong))
      : italic !== undefined
        ? html('em', {}, ...fromInline(italic))
        : link(address, ...fromInline(label))
  return [text.slice(0, found.index), made, ...fromInline(text.slice(found.index + all.length))]
}

const fromLine = (line: string): Node => {
  const heading = /^(#{1,6})\s+(.*)$/.exec(line)
  if (heading !== null) return html(`h${heading[1]?.length}` as 'h1', {}, ...fromInline(heading[2] ?? ''))
  const item = /^\s*[-*]\s+(.*)$/.exec(line)
  if (item !== null) return html('li', {}, ...fromInline(item[1] ?? ''))
  return html('p', {}, ...fromInline(line))
}

/** Lines as blocks, those of a list in one. */
const fromMarkdown = (text: string): readonly Node[] => {
  const blocks: Node[] = []
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue
    const block = fromLine(line)
    const last = blocks.at(-1)
    if (block.nodeName !== 'LI') blocks.push(block)
    else if (last?.nodeName === 'UL') last.appendChild(block)
    else blocks.push(html('ul', {}, block))
  }
  return blocks
}

const parsed = (text: string): readonly Node[] => (/<[a-z!/]/i.test(text) ? fromHtml(text) : fromMarkdown(text))

/** Stands for a value while the text is parsed: two characters that no text has, and the place of the value. */
const mark = /\uFDD0(\d+)\uFDD1/g

/**
 * The nodes of a text, in a safe part of HTML if it has tags, else in Markdown. Values are text and parts of addresses:
 * whatever is in them, it is no markup.
 *
 * @param measured what stands for `{{name}}`; `undefined` leaves it as it is written
 */
export const richText = (text: string, measured: (name: string) => string | undefined): readonly Node[] => {
  const values: string[] = []
  const marked = text.replace(/\{\{\s*([^}]+?)\s*\}\}/g, (written, name) => {
    const value = measured(name)
    return value === undefined ? written : `\uFDD0${values.push(value) - 1}\uFDD1`
  })
  const filled = (part: string): string => part.replace(mark, (_, place) => values[Number(place)] ?? '')
  const whole = html('div', {}, ...parsed(marked))
  const texts = document.createTreeWalker(whole, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const node = texts.currentNode as Text
    node.data = filled(node.data)
  }
  for (const anchor of whole.querySelectorAll('a')) {
    const address = filled(anchor.getAttribute('href') ?? '').trim()
    // Addresses of scripts are no links.
    if (/^(https?:|mailto:)/i.test(address)) anchor.setAttribute('href', address)
    else anchor.replaceWith(html('span', {}, ...anchor.childNodes))
  }
  return [...whole.childNodes]
}
