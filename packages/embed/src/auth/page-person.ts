import { forgetPerson } from './token-keepers.js'

/** The event by which a page says, on `window`, that another person uses it, or nobody any more. */
const eventName = 'understudy-person-changed'
/** The attribute of `<html>` that may hold anything which names the person; a change of it says the same. */
const attributeName = 'data-understudy-person'

/**
 * Listens for a page that tells of another person. It need not: a token of another person than before has the same
 * effect. But a page knows it earlier, and of a person who left and whom nobody follows.
 */
export const followPerson = (page: Window): void => {
  page.addEventListener(eventName, forgetPerson)
  const root = page.document.documentElement
  let named = root.getAttribute(attributeName)
  new MutationObserver(() => {
    const now = root.getAttribute(attributeName)
    if (now === named) return
    named = now
    forgetPerson()
  }).observe(root, { attributes: true, attributeFilter: [attributeName] })
}
