import { expect, test } from 'vitest'
import { assertSuitable } from './password-rules.js'

const chooser = {
  subject: 'ann-miller-1',
  name: 'Ann Miller-Smith',
  email: 'ann.miller@example.com',
  tenantName: 'Acme Analytics',
}

const problem = (password: string): string | undefined => {
  try {
    assertSuitable(password, chooser)
    return undefined
  } catch (error) {
    return (error as { detail: string }).detail
  }
}

test.each([
  'seven green kettles',
  'lowercaseletters',
  'korrekte Pferde hängen',
  '🐟🐠🐡🦈🐙🦑🦐🦞🦀🐚🐳🐋',
  'many words '.repeat(23),
])('%s is suitable', (password) => {
  expect(problem(password)).toBeUndefined()
})

test.each([
  ['elevenchars', 'at least 12'],
  ['ﬁ'.repeat(5), 'at least 12'],
  ['seven green kettles '.repeat(13), 'at most 256'],
  ['aaaaaaaaaaaaaaaa', 'well known'],
  ['abcabcabcabcabc', 'well known'],
  ['abcdefghijklmnop', 'well known'],
  ['09876543210987', 'well known'],
  ['qwertyuiopasdf', 'well known'],
  ['Password12345!', 'well known'],
  ['PasswordPassword', 'well known'],
  ['correct horse battery staple', 'well known'],
  ['ann.miller@example.com', 'known of you'],
  ['Ann.Miller2026!', 'known of you'],
  ['ANN-MILLER-1', 'known of you'],
  ['AnnMiller-Smith9', 'known of you'],
  ['Acme Analytics1', 'known of you'],
])('%s is refused: %s', (password, expected) => {
  expect(problem(password)).toContain(expected)
})
