import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Failure } from '../steps/failure.mjs'
import { root } from '../steps/root.mjs'

export const help = `
Starts the demo: a tenant with three million flights and a portal that embeds them.

  npm start -- [options]

  --portal-port <port>   port of the portal (default 4801)
  --tenant-port <port>   port of the tenant (default 4802)
  --app-origin <origin>  where pages of an app of your own are (default http://localhost:3000)
  --data-dir <folder>    where the demo keeps its data and secrets (default .understudy)
  --reset                start from nothing: delete the data folder first
  --json                 print one line of JSON on stdout when everything answers
  --help                 print this

npm writes lines of its own to stdout unless it is told not to:

  npm --silent start -- --json
`

/**
 * @param {readonly string[]} args of the command line
 * @throws {Failure} for an option that does not exist or a port that is none
 */
export const parseOptions = (args) => {
  const { values } = parse(args)
  return {
    portalPort: port('--portal-port', values['portal-port']),
    tenantPort: port('--tenant-port', values['tenant-port']),
    appOrigin: origin('--app-origin', values['app-origin']),
    dataDir: resolve(root, values['data-dir']),
    reset: values.reset,
    json: values.json,
    help: values.help,
  }
}

const parse = (args) => {
  try {
    return parseArgs({
      args,
      options: {
        'portal-port': { type: 'string', default: '4801' },
        'tenant-port': { type: 'string', default: '4802' },
        'app-origin': { type: 'string', default: 'http://localhost:3000' },
        'data-dir': { type: 'string', default: '.understudy' },
        reset: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new Failure(`${error.message}\n${help}`)
  }
}

const port = (option, text) => {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0 && number < 65536) return number
  throw new Failure(`${option} needs a port between 1 and 65535, not "${text}".`)
}

const origin = (option, text) => {
  if (URL.canParse(text) && new URL(text).origin === text) return text
  throw new Failure(`${option} needs scheme, host and port, such as http://localhost:3000, not "${text}".`)
}
