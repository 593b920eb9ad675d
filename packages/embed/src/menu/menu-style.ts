/** Style of charts' menus, and of the dialogs that they open. */
export const menuCss = `
.understudy-menu { position: absolute; z-index: 2; top: 2px; inset-inline-end: 2px; width: 28px; height: 28px; padding: 0; opacity: 0; font: 700 16px/1 system-ui, sans-serif; letter-spacing: 1px;
  color: var(--understudy-ink); background: var(--understudy-paper); border: 1px solid var(--understudy-line); border-radius: 6px; cursor: pointer; }
.understudy-layer:hover > .understudy-menu, .understudy-layer:focus-within > .understudy-menu, .understudy-menu:focus-visible { opacity: 1; }
@media (hover: none) { .understudy-menu { opacity: .8; } }
.understudy-layer:has(> .understudy-state) > .understudy-menu { display: none; }
.understudy-menu:focus-visible, .understudy-popup button:focus-visible, .understudy-dialog :focus-visible { outline: 2px solid var(--understudy-accent); outline-offset: -2px; }
.understudy-popup { position: fixed; inset: auto; margin: 0; padding: 4px; min-width: 180px; color: var(--understudy-ink); background: var(--understudy-paper); border: 1px solid var(--understudy-line); border-radius: var(--understudy-corner); box-shadow: 0 4px 16px rgb(0 0 0 / .25); }
.understudy-popup button { display: block; width: 100%; min-height: 34px; padding: 4px 12px; font: inherit; color: inherit; text-align: start; background: none; border: 0; border-radius: 4px; cursor: pointer; }
.understudy-popup button:is(:hover, :focus) { background: var(--understudy-soft); }
.understudy-dialog { width: min(720px, calc(100vw - 32px)); max-height: calc(100vh - 48px); box-sizing: border-box; padding: 12px 16px; color: var(--understudy-ink); background: var(--understudy-paper); border: 1px solid var(--understudy-line); border-radius: var(--understudy-corner); }
.understudy-dialog[open] { display: flex; flex-direction: column; gap: 8px; }
.understudy-dialog::backdrop { background: rgb(0 0 0 / .4); }
.understudy-dialog > header { display: flex; justify-content: space-between; align-items: center; gap: 8px; }
.understudy-dialog h2 { margin: 0; font-size: 1.1em; overflow-wrap: anywhere; }
.understudy-dialog header button { width: 32px; height: 32px; padding: 0; font-size: 20px; line-height: 1; color: inherit; background: none; border: 0; border-radius: 6px; cursor: pointer; }
.understudy-dialog p { margin: 0; color: var(--understudy-muted); overflow-wrap: anywhere; }
.understudy-dialog > .table { overflow: auto; min-height: 0; }
.understudy-dialog table { width: 100%; border-collapse: collapse; }
.understudy-dialog :is(th, td) { padding: 4px 8px; text-align: start; border-bottom: 1px solid var(--understudy-line); }
.understudy-dialog th { position: sticky; top: 0; background: var(--understudy-paper); }
.understudy-layer:has(> .understudy-menu) [class*="Header-containerStyle"] { box-sizing: border-box; max-width: 100%; padding-inline-end: 32px; }
.understudy-embed:fullscreen { background: var(--understudy-paper); padding: 16px; }
.understudy-embed:fullscreen > .understudy-layer { inset: 16px; }
`
