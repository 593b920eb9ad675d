import { UnderstudyError } from '@understudy/contract'
import { foldCase } from '../../listing/filter-condition.js'
import { commonPasswords } from './common-passwords.js'

/** Characters (code points) of a password. */
const shortestPassword = 12
const longestPassword = 256

/** Who chooses a password; it must not be what everybody knows of them. */
export interface PasswordChooser {
  readonly subject: string
  readonly name: string
  readonly email: string | null
  readonly tenantName: string
}

/**
 * Refuses passwords that are guessed first (NIST SP 800-63B section 3.1.1.2): short ones, well-known ones, what is known
 * of the user. Nothing is asked about kinds of characters, which makes passwords predictable rather than strong.
 *
 * @throws UnderstudyError LOGIN-PASSWORD-UNSUITABLE, with a detail for the user
 */
export const assertSuitable = (password: string, chooser: PasswordChooser): void => {
  const length = [...password.normalize('NFKC')].length
  if (length < shortestPassword) throw unsuitable(`Use at least ${shortestPassword} characters.`)
  if (length > longestPassword) throw unsuitable(`Use at most ${longestPassword} characters.`)
  const folded = foldCase(password.normalize('NFKC'))
  if (isRepetition(folded) || isRun(folded) || commonPasswords.has(folded) || commonPasswords.has(stem(folded))) {
    throw unsuitable('This password is well known. Choose one that nobody else would think of.')
  }
  if (knownOf(chooser).some((known) => folded === known || stem(folded) === known)) {
    throw unsuitable('This password is known of you. Choose one that nobody else would think of.')
  }
}

const unsuitable = (detail: string): UnderstudyError => new UnderstudyError('LOGIN-PASSWORD-UNSUITABLE', detail)

const knownOf = ({ subject, name, email, tenantName }: PasswordChooser): string[] =>
  [subject, name, name.replaceAll(' ', ''), email ?? '', email?.split('@')[0] ?? '', tenantName]
    .map(foldCase)
    .filter((known) => known !== '')

/** Without what is put behind a word to make it long enough: digits and signs. */
const stem = (folded: string): string => folded.replace(/[^\p{L}]+$/u, '')

/** Up to four characters over and over: `aaaaaaaaaaaa`, `abcabcabcabc`. */
const isRepetition = (text: string): boolean => /^(.{1,4}?)\1+.{0,3}$/su.test(text)

/** Neighbours in the alphabet, among the digits or on a keyboard: `abcdefghijkl`, `123456789012`. */
const isRun = (text: string): boolean =>
  ['abcdefghijklmnopqrstuvwxyz', '0123456789', 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm'].some(
    (row) => {
      const forwards = row.repeat(Math.ceil((text.length + row.length) / row.length))
      return forwards.includes(text) || [...forwards].reverse().join('').includes(text)
    },
  )
