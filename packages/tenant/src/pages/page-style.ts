import { createHash } from 'node:crypto'

/** The one style of our pages. Inline, and allowed by its hash: a page then needs no second request. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #f3f5f9; --paper: #fff; --ink: #18202b; --muted: #566272; --line: #cfd6e0; --hair: #e6eaf0;
  --accent: #2456a6; --accent-strong: #1b458a; --on-accent: #fff; --alert: #b42318; --alert-soft: #fdf2f1;
  --good: #1d7a4c; --soft: #eef2f8; --shadow: 0 1px 2px rgb(20 32 50 / .06), 0 12px 32px rgb(20 32 50 / .08);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #11161c; --paper: #1a212a; --ink: #eef2f7; --muted: #a8b4c3; --line: #445160; --hair: #2b3541;
    --accent: #8db7ff; --accent-strong: #b0cdff; --on-accent: #0e1c33; --alert: #ff9b8f; --alert-soft: #33201f;
    --good: #6fd3a0; --soft: #232d39; --shadow: 0 1px 2px rgb(0 0 0 / .4), 0 12px 32px rgb(0 0 0 / .35);
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column; align-items: center;
  padding: 24px 16px; background: var(--ground); color: var(--ink);
  font: 16px/1.5 Inter, "Source Sans 3", "Source Sans Pro", "Segoe UI", system-ui, -apple-system, sans-serif;
}
body > header, main, body > footer { width: 100%; max-width: 27rem; }
body > header { margin-top: auto; padding: 0 4px 16px; display: flex; align-items: center; gap: 10px; }
body > header svg { flex: none; width: 30px; height: 30px; color: var(--accent); }
body > header p { margin: 0; font-weight: 600; font-size: 1.0625rem; overflow-wrap: anywhere; }
body > footer { margin-bottom: auto; padding: 16px 4px 0; font-size: .8125rem; color: var(--muted); }
body > footer p { margin: 0; }
main {
  padding: 32px; background: var(--paper); border: 1px solid var(--hair); border-radius: 14px; box-shadow: var(--shadow);
}
main > :first-child { margin-top: 0; }
main > :last-child { margin-bottom: 0; }
h1 { margin: 0 0 8px; font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em; font-weight: 650; overflow-wrap: anywhere; }
h2 { margin: 24px 0 8px; font-size: 1.0625rem; line-height: 1.35; font-weight: 650; }
p, ul, ol, dl { margin: 0 0 16px; }
.lead { color: var(--muted); margin-bottom: 24px; overflow-wrap: anywhere; }
.small { font-size: .875rem; color: var(--muted); }
strong { font-weight: 650; }
a { color: var(--accent); text-underline-offset: .18em; }
a:hover { color: var(--accent-strong); }
code { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
form { margin: 0 0 16px; }
form:last-child { margin-bottom: 0; }
.field { margin: 0 0 18px; }
label { display: block; margin: 0 0 6px; font-weight: 600; font-size: .9375rem; }
.hint { margin: -2px 0 6px; font-size: .875rem; color: var(--muted); }
.problem { margin: 0 0 6px; font-size: .875rem; font-weight: 600; color: var(--alert); }
input[type="text"], input[type="email"], input[type="password"] {
  display: block; width: 100%; min-height: 46px; padding: 9px 12px; font: inherit; color: inherit; background: var(--paper);
  border: 1px solid var(--line); border-radius: 9px;
}
input[aria-invalid="true"] { border-color: var(--alert); box-shadow: inset 0 0 0 1px var(--alert); }
.button {
  display: block; width: 100%; min-height: 46px; padding: 10px 16px; font: inherit; font-weight: 600; text-align: center;
  text-decoration: none; cursor: pointer; border: 1px solid transparent; border-radius: 9px; overflow-wrap: anywhere;
  background: var(--accent); color: var(--on-accent);
}
.button:hover { background: var(--accent-strong); color: var(--on-accent); }
.button.quiet { background: transparent; color: var(--ink); border-color: var(--line); }
.button.quiet:hover { background: var(--soft); color: var(--ink); }
.button + .button, form + form > .button:first-child { margin-top: 10px; }
.or { display: flex; align-items: center; gap: 12px; margin: 22px 0; font-size: .875rem; color: var(--muted); }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--hair); }
.choices { display: grid; gap: 10px; margin: 0; padding: 0; list-style: none; }
.summary {
  margin: 0 0 22px; padding: 12px 16px; border: 1px solid var(--alert); border-left-width: 4px; border-radius: 9px;
  background: var(--alert-soft);
}
.summary h2 { margin: 0 0 4px; font-size: 1rem; }
.summary ul { margin: 0; padding: 0; list-style: none; }
.summary p { margin: 0; }
.summary a { color: var(--alert); font-weight: 600; }
.facts { margin: 0 0 20px; }
.facts dt { font-size: .8125rem; font-weight: 600; color: var(--muted); }
.facts dd { margin: 0 0 12px; overflow-wrap: anywhere; }
.facts dd:last-child { margin-bottom: 0; }
.list { padding-left: 0; list-style: none; }
.list li { position: relative; padding: 6px 0 6px 26px; overflow-wrap: anywhere; }
.list li::before {
  content: ""; position: absolute; left: 3px; top: 12px; width: 12px; height: 6px; rotate: -45deg;
  border: solid var(--good); border-width: 0 0 2px 2px;
}
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.summary:focus { outline: none; }
@media (max-width: 480px) {
  main { padding: 24px 20px; }
  h1 { font-size: 1.375rem; }
}
@media (forced-colors: active) { .button { border-color: ButtonText; } }
@media print { body { background: none; } main { box-shadow: none; } }
`

/** The source of a Content-Security-Policy that allows exactly {@link pageStyle}. */
export const pageStyleSource = `'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`
