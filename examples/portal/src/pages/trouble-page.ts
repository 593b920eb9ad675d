import { documentOf } from './document.js'
import { html } from './html.js'

/** Shown when the tenant cannot be reached or refuses what the portal asks. */
export const troublePage = (): string =>
  documentOf(
    'Not available',
    html``,
    html`<body>
<main>
  <section class="message">
    <h1>Flight data is not available</h1>
    <p>The analytics service does not answer as it should. Nothing is wrong with your account;
      please try again in a few minutes.</p>
    <p><a href="/">Try again</a></p>
  </section>
</main>
</body>`,
  )
