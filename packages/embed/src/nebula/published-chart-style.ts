/** Corrections of what charts from npm paint for light surroundings whatever their theme says. */
export const publishedChartCss = `
.understudy-embed[data-theme="dark"] .sn-org-chart .sn-org-nodes .sn-org-traverse { background-color: var(--understudy-paper); }
`
