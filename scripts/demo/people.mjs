import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../steps/root.mjs'

const read = (name) => JSON.parse(readFileSync(join(root, 'examples/portal/demo', name), 'utf8'))

/** The people who may sign in to the demo's portal. */
export const demoPeople = () => {
  const passwords = read('passwords.json')
  return read('people.json').map(({ userName, name, role, access }) => ({
    user: userName,
    password: passwords[userName],
    name,
    role,
    access,
  }))
}
