/** Appends a new element. */
export const child = (parent: Element, tag: string, className = '', text = ''): HTMLElement => {
  const created = document.createElement(tag)
  created.className = className
  created.textContent = text
  parent.append(created)
  return created
}
