import { spawn } from 'node:child_process'
import { Failure } from './failure.mjs'
import { interruption } from './interruption.mjs'
import { root } from './root.mjs'

/**
 * Runs a command to its end, or to the script's interruption; its output goes to stderr as it comes, or where `output` says.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, captureOutput?: boolean, output?: number }} [options] `captureOutput`
 *   resolves to what the command wrote to stdout; `output` is the descriptor of an open file.
 * @returns {Promise<string>} stdout if captured, else ''
 * @throws {Failure} when the command cannot be started or ends with another code than 0
 */
export const runCommand = (command, args, { env, captureOutput = false, output: told = 2 } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', captureOutput ? 'pipe' : told, told],
      signal: interruption,
    })
    const output = []
    child.stdout?.on('data', (chunk) => output.push(chunk))
    child.on('error', (error) =>
      reject(new Failure(interruption.aborted ? 'Interrupted.' : `${command} could not be run: ${error.message}`)),
    )
    child.on('close', (code, killedBy) => {
      if (code === 0) resolve(Buffer.concat(output).toString('utf8'))
      else
        reject(new Failure(`"${[command, ...args].join(' ')}" failed (${killedBy ?? `exit code ${code}`}); see above.`))
    })
  })
