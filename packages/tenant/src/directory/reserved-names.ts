import { rest, UnderstudyError } from '@understudy/contract'

/** Subjects that begin so are those of the clients' bot users (contract 1.7). */
const botPrefix = 'qlikbot\\'

/** The subject of a client's bot user. */
export const botSubject = (clientId: string): string => `${botPrefix}${clientId}`

/** Letters that look like those of the names above, and are others; what Unicode itself calls compatible is not listed. */
const lookAlikes: Readonly<Record<string, string>> = {
  а: 'a',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  і: 'i',
  ӏ: 'l',
  к: 'k',
  м: 'm',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  т: 't',
  у: 'y',
  ѵ: 'v',
  ь: 'b',
  α: 'a',
  ι: 'i',
  κ: 'k',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  ν: 'v',
  ı: 'i',
  ǀ: 'l',
  '0': 'o',
  '1': 'l',
  '|': 'l',
  '∖': '\\',
  '⧵': '\\',
  '⧹': '\\',
}

/** What a reader takes a name for: without case, blanks, accents, and characters that are not seen. */
const looksLike = (text: string): string =>
  [...text.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD')]
    .filter((character) => !/[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{C}\p{M}]/u.test(character))
    .map((character) => lookAlikes[character] ?? character)
    .join('')

const [reservedPrefix, reservedGroup] = [looksLike(botPrefix), looksLike(rest.everyoneGroup.name)]

/**
 * Refuses a subject that only the tenant gives, or that would pass for such a one: whoever bore it would stand in the way
 * of a client's bot user, or be taken for it by those who read the journal.
 *
 * @throws UnderstudyError USERS-RESERVED-SUBJECT
 */
export const assertOpenSubject = (subject: string): void => {
  if (!looksLike(subject).startsWith(reservedPrefix)) return
  throw new UnderstudyError('USERS-RESERVED-SUBJECT', `The subject begins with ${botPrefix}, or with what looks so.`, {
    source: { pointer: '/subject' },
  })
}

/** Whether a group's name is that of a system group, or passes for it. */
export const isReservedGroupName = (name: string): boolean => looksLike(name) === reservedGroup

/**
 * @param pointer JSON Pointer to the name in the request body
 * @throws UnderstudyError GROUPS-RESERVED-NAME
 */
export const assertOpenGroupName = (name: string, pointer: string): void => {
  if (!isReservedGroupName(name)) return
  throw new UnderstudyError('GROUPS-RESERVED-NAME', `The name is, or looks like, ${rest.everyoneGroup.name}.`, {
    source: { pointer },
  })
}
