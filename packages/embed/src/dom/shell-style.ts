import { menuCss } from '../menu/menu-style.js'
import { publishedChartCss } from '../nebula/published-chart-style.js'
import { sheetCss } from '../sheet/sheet-grid.js'
import { adoptStyle } from './adopted-style.js'

/** Style of what surrounds a chart: loading, empty and failure states. */
const css = `${sheetCss}${publishedChartCss}${menuCss}
.understudy-embed {
  --understudy-ink: var(--understudy-text-color, #1f2933); --understudy-muted: var(--understudy-muted-color, #5f6b7a);
  --understudy-line: var(--understudy-line-color, #e3e7ec); --understudy-paper: var(--understudy-background, #fff);
  --understudy-accent: var(--understudy-accent-color, #2456a6); --understudy-on-accent: #fff;
  --understudy-soft: #eef1f5; --understudy-alert: #b42318; --understudy-corner: var(--understudy-radius, 8px);
  color-scheme: light; position: relative; box-sizing: border-box; width: 100%; height: 100%; min-width: 0;
  font: calc(14px * var(--understudy-density, 1))/1.45 var(--understudy-font, Inter, "Source Sans 3", "Source Sans Pro", "Segoe UI", system-ui, -apple-system, sans-serif);
  color: var(--understudy-ink); background: var(--understudy-background, transparent); border-radius: var(--understudy-radius, 0);
}
.understudy-embed[data-theme="dark"] {
  --understudy-ink: var(--understudy-text-color, #eef1f5); --understudy-muted: var(--understudy-muted-color, #a9b4c0);
  --understudy-line: var(--understudy-line-color, #3a4450); --understudy-paper: var(--understudy-background, #1b222a);
  --understudy-accent: var(--understudy-accent-color, #9dc1ff); --understudy-on-accent: #14191f;
  --understudy-soft: #2b343e; --understudy-alert: #ff9b8f; color-scheme: dark; background: var(--understudy-paper);
}
.understudy-strut { height: var(--understudy-own-height, 320px); max-height: 100%; }
.understudy-layer { position: absolute; inset: 0; }
.understudy-layer[inert] { visibility: hidden; }
.understudy-content { position: relative; width: 100%; height: 100%; min-height: 0; }
.understudy-content[inert] { visibility: hidden; }
.understudy-selections > * > :last-child { background: transparent !important; }
.understudy-embed[data-content-height] > .understudy-strut { height: 42px; display: none; }
.understudy-embed[data-content-height][aria-busy="true"] > .understudy-strut { display: block; }
.understudy-embed[data-content-height][aria-busy="false"] > .understudy-layer { position: relative; height: 100%; }
.understudy-embed[data-content-height] .understudy-failure { position: static; max-height: 100%; }
.understudy-embed[data-content-height] .understudy-content[inert] { display: none; }
.understudy-state { position: absolute; inset: 0; box-sizing: border-box; overflow: auto; }
.understudy-skeleton { display: flex; flex-direction: column; gap: 12px; padding: 12px; overflow: hidden; }
.understudy-skeleton i {
  flex: none; display: block; height: 14px; border-radius: 6px; background: var(--understudy-soft);
  animation: understudy-breathe 1.4s ease-in-out infinite alternate;
}
.understudy-skeleton i:last-child { flex: 1; min-height: 14px; }
@keyframes understudy-breathe { from { opacity: .55 } to { opacity: 1 } }
@media (prefers-reduced-motion: reduce) { .understudy-skeleton i { animation: none; } }
.understudy-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.understudy-empty { display: grid; place-items: center; padding: 12px; text-align: center; color: var(--understudy-muted); pointer-events: none; }
.understudy-layer:has(> .understudy-empty) .njs-viz { visibility: hidden; }
.understudy-failure {
  padding: 14px 16px; background: var(--understudy-paper); border: 1px solid var(--understudy-line);
  border-left: 4px solid var(--understudy-alert); border-radius: var(--understudy-corner);
}
.understudy-failure p { margin: 0 0 6px; overflow-wrap: anywhere; }
.understudy-failure .understudy-title { font-weight: 600; font-size: 15px; }
.understudy-failure .understudy-solution, .understudy-failure .understudy-code { color: var(--understudy-muted); }
.understudy-failure code { font: 12px/1.4 ui-monospace, SFMono-Regular, Consolas, monospace; }
.understudy-failure button {
  margin-top: 4px; padding: 5px 12px; font: inherit; color: var(--understudy-accent); background: transparent;
  border: 1px solid currentColor; border-radius: 6px; cursor: pointer;
}
.understudy-failure button:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
`

/** Puts the style into the document or shadow root of an element, once. */
export const adoptShellStyle = (element: Element): void => adoptStyle(element, css)
