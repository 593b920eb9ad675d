import { installDebianPackage } from '../steps/debian-package.mjs'
import { Failure } from '../steps/failure.mjs'
import { findProgram } from '../steps/find-program.mjs'

const usualPlaces = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Path of a Chromium for the browser tests: the one of CHROME_PATH, an installed one, or a newly installed one. */
export const findChromium = async () => {
  const chosen = process.env.CHROME_PATH
  if (chosen) {
    if (findProgram([chosen])) return chosen
    throw new Failure(`CHROME_PATH names ${chosen}, which cannot be executed.`)
  }
  const installed = findProgram(usualPlaces)
  if (installed) return installed
  await installDebianPackage(
    'chromium',
    'The browser tests need Chromium or Google Chrome. Install one, or set CHROME_PATH to its executable.',
  )
  return findProgram(usualPlaces)
}
