import type { Employee } from '../directory.js'
import { documentOf } from './document.js'
import { html } from './html.js'
import { initials } from './initials.js'

interface SignInView {
  readonly csrfToken: string
  readonly employees: readonly Employee[]
  /** Passwords shown as a hint, because this is a demonstration. */
  readonly passwords: Readonly<Record<string, string>>
  readonly userName: string
  readonly failed: boolean
}

/** The portal's own sign-in: a form, and the four demo people that fill it in at a click. */
export const signInPage = ({ csrfToken, employees, passwords, userName, failed }: SignInView): string =>
  documentOf(
    'Sign in',
    html`<link rel="stylesheet" href="/sign-in.css">
<script type="module" src="/sign-in.js"></script>`,
    html`<body class="sign-in">
<main class="sign-in-panel">
  <section class="sign-in-form" aria-labelledby="sign-in-title">
    <p class="brand"><img src="/logo.svg" alt="" width="32" height="32">Altimeter</p>
    <h1 id="sign-in-title">Sign in</h1>
    <p class="lead">Airline operations, from the whole network down to one gate.</p>
    ${failed ? html`<p class="notice" role="alert">User name and password do not match.</p>` : undefined}
    <form method="post" action="/sign-in">
      <input type="hidden" name="_csrf" value="${csrfToken}">
      <label>User name<input name="userName" autocomplete="username" required value="${userName}"></label>
      <label>Password<input name="password" type="password" autocomplete="current-password" required></label>
      <button type="submit">Sign in</button>
    </form>
  </section>
  <section class="people" aria-labelledby="people-title">
    <h2 id="people-title">Try it as one of these people</h2>
    <p>They work for the same airline and open the same dashboard. Each sees different flights.</p>
    <ul>${employees.map((employee) => personCard(employee, passwords[employee.userName] ?? ''))}</ul>
  </section>
</main>
</body>`,
  )

const personCard = (employee: Employee, password: string) =>
  html`<li><button type="button" class="person" data-user-name="${employee.userName}" data-password="${password}">
    <span class="avatar" aria-hidden="true">${initials(employee.name)}</span>
    <span class="person-text"><strong>${employee.name}</strong><span>${employee.role}</span>
    <span class="person-access">${employee.access}</span></span>
    <span class="person-secret"><code>${employee.userName}</code><code>${password}</code></span>
  </button></li>`
