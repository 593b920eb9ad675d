const adopted = new WeakMap<DocumentOrShadowRoot, Set<string>>()

/** Puts style into the document or shadow root of an element, once. Unlike a style element, no policy blocks it. */
export const adoptStyle = (element: Element, css: string): void => {
  const root = element.getRootNode()
  if (!(root instanceof Document || root instanceof ShadowRoot)) return
  const there = adopted.get(root) ?? new Set()
  adopted.set(root, there)
  if (there.has(css)) return
  there.add(css)
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
