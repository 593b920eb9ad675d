import { type Html, html } from './html.js'
import { type PortalView, portalPage } from './portal-page.js'

/** The dashboard: charts of the app by id, one made on the fly, list boxes and the selections bar. */
export const dashboardPage = (view: PortalView): string =>
  portalPage(
    view,
    '/',
    'Dashboard',
    html`<div class="title-row">
  <div><h1>Departure punctuality</h1><p class="lead">January – June 2001</p></div>
  <p class="scope"><span>You see</span>${view.employee.access}</p>
</div>
<div class="selections"><qlik-embed ui="analytics/selections"></qlik-embed></div>
<div class="dashboard">
  <details class="filters" id="filters" open>
    <summary>Filters</summary>
    <div class="filter-list">${filters.map(filter)}</div>
  </details>
  <div class="board">
    ${['kpi-flights', 'kpi-on-time', 'kpi-average-delay', 'kpi-longest-delay'].map((id) => card('kpi', storedChart(id)))}
    ${card('wide', storedChart('chart-months'))}
    ${card('narrow', storedChart('chart-delay-classes'))}
    ${card('wide broad', storedChart('chart-hours'))}
    ${card('narrow', storedChart('chart-weekdays'))}
    ${card('wide tall', storedChart('table-airports'))}
    ${card('narrow tall', busiestDestinations)}
  </div>
</div>`,
  )

/** Fields with list boxes, and how many values they show at once. */
const filters = [
  { field: 'State', rows: 8 },
  { field: 'Airport', rows: 8 },
  { field: 'Month', rows: 6 },
  { field: 'Weekday', rows: 7 },
  { field: 'Delay class', rows: 5 },
]

const filter = ({ field, rows }: (typeof filters)[number]) =>
  html`<div class="card filter" style="--rows: ${rows}"><qlik-embed ui="analytics/field" field-id="${field}"></qlik-embed></div>`

const card = (kind: string, chart: Html) =>
  html`<section class="card ${kind}"><div class="chart">${chart}</div></section>`

const storedChart = (id: string) => html`<qlik-embed ui="analytics/chart" object-id="${id}"></qlik-embed>`

const busiestDestinations = html`<qlik-embed ui="analytics/chart" type="barchart"
  dimensions='["[Destination]"]' measures='["[Flights]"]'
  properties='${JSON.stringify({
    title: 'Busiest destinations',
    subtitle: 'Flights by airport of arrival',
    orientation: 'horizontal',
    color: { auto: false, mode: 'primary', paletteColor: { index: -1, color: '#1f6f8b' } },
  })}'></qlik-embed>`
