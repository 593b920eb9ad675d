import { receiveAnswer } from '../auth/interactive/sign-in-progress.js'
import { createEmbedBox } from '../dom/embed-box.js'
import { createShell } from '../dom/shell.js'
import { failureOf } from '../failure/embed-failure.js'

// Module `oauth-callback@v1` is imported for its effect, by the page that a sign-in returns to.
const page = receiveAnswer(location.href)
if (page !== undefined) location.replace(page)
else {
  const reason = 'This page expects the answer of a sign-in that began in this tab.'
  createShell(createEmbedBox(document.body)).showFailure(failureOf('EMBED-SIGN-IN', reason))
}
