/** The first Node of each line that the workspace runs on, newer lines included; package.json's `engines` say the same. */
const SUPPORTED = [
  [20, 19],
  [22, 13],
  [24, 0],
]

/**
 * Whether this Node can run the workspace; if not, says so and sets the exit code. Written in syntax that every Node
 * with ES modules understands.
 */
export function nodeIsSupported() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const newest = SUPPORTED[SUPPORTED.length - 1][0]
  if (major > newest || SUPPORTED.some((line) => line[0] === major && minor >= line[1])) return true
  console.error(
    `Node ${SUPPORTED.map((line) => line.join('.')).join(', ')} or newer of one of these lines is needed; this is Node ${process.versions.node}. See https://nodejs.org/`,
  )
  process.exitCode = 1
  return false
}
