import { createShell } from '../dom/shell.js'
import { failureOf } from '../failure/embed-failure.js'

// Module `oauth-callback@v1` is imported for its effect, by the page that an interactive sign-in returns to. Tokens come
// from the page's own backend here, so nothing is received: the person is told why.
createShell(document.body).showFailure(failureOf('EMBED-SIGN-IN', 'This page expects the answer of a sign-in.'))
