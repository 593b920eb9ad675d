import { parseArgs } from 'node:util'
import { dashboard } from './dashboard/dashboard.js'
import { fairness } from './fairness/fairness.js'
import { formulas } from './formulas/formulas.js'
import { mint } from './mint/mint.js'
import { reload } from './reload/reload.js'
import { revoke } from './revoke/revoke.js'

const benchmarks = {
  dashboard: {
    run: dashboard,
    about: 'six charts and four list boxes over one and ten million rows through a WebSocket, against hand-written SQL',
  },
  fairness: {
    run: fairness,
    about: "hostile calls of one person: the worst latency of another's new query and of the tenant's keys, memory",
  },
  formulas: {
    run: formulas,
    about: 'cubes with sets, TOTAL, Aggr, ranks, P() and E() over three million flights, against hand-written SQL',
  },
  mint: {
    run: mint,
    about: 'impersonation tokens per server-CPU-second, against bare node:http with ES256 and against oidc-provider',
  },
  reload: {
    run: reload,
    about: 'a reload of a million rows, against DuckDB alone that reads the same file and sorts its columns',
  },
  revoke: {
    run: revoke,
    about: 'how long what is revoked on one node goes on on another, by REST and by WebSocket; needs PostgreSQL',
  },
} as const

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, statements: { type: 'boolean' } },
})
const [name, ...parts] = positionals

if (name === undefined) {
  for (const [benchmark, { about }] of Object.entries(benchmarks)) console.log(`${benchmark}  ${about}`)
  // npm writes lines of its own to stdout unless it is told not to.
  console.log('\nFigures as one line of JSON: npm run --silent bench -- <name> --json')
  console.log('Some cubes of formulas alone, with their statements: npm run bench -- formulas rank --statements')
} else if (!(name in benchmarks)) {
  console.error(`There is no benchmark "${name}". There are: ${Object.keys(benchmarks).join(', ')}.`)
  process.exitCode = 2
} else {
  const figures = await benchmarks[name as keyof typeof benchmarks].run((line) => console.error(line), parts, values)
  if (values.json) console.log(JSON.stringify(figures))
  else for (const [figure, value] of Object.entries(figures)) console.log(`${figure.padEnd(22)}${value}`)
}
