import { installDebianPackage } from '../steps/debian-package.mjs'
import { findProgram } from '../steps/find-program.mjs'

/** Sees to it that the example host in Python can be started. */
export const requirePython = async () => {
  if (findProgram(['python3'])) return
  await installDebianPackage('python3', 'The example host in Python needs python3 (3.8 or newer). Install it.')
}
