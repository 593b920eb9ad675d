const dark = '.understudy-embed[data-theme="dark"]'

/** Corrections of what charts from npm paint for light surroundings whatever their theme says. */
export const publishedChartCss = `
${dark} .sn-org-chart .sn-org-nodes .sn-org-traverse { background-color: var(--understudy-paper); }
${dark} .sn-table-cell { border-color: var(--understudy-line) !important; }
`
