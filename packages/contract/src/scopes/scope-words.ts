import { isAdminScope } from './scope-rules.js'

/** Scopes whose meaning their name does not tell by its parts. */
const sentences: Readonly<Record<string, string>> = {
  user_default: 'Do everything that you can do here, except administration',
  admin_classic: 'Administer the tenant as far as you can',
  offline_access: 'Keep this access while you are away',
  openid: 'Know that it is you who signed in',
  profile: 'See your name, language and picture',
  email: 'See your e-mail address',
  'identity.email:read': 'See your e-mail address',
  'identity.name:read': 'See your name',
  'identity.picture:read': 'See your picture',
  'identity.subject:read': 'See the name by which your company knows you',
}

/** What a scope lets its holder do, by the part after the colon. */
const verbs: Readonly<Record<string, string>> = {
  create: 'Create',
  export: 'Export',
  read: 'See',
}

/** What the parts before the colon are called, where their name alone would not say it. */
const nouns: Readonly<Record<string, string>> = {
  'spaces.data': 'data spaces',
  'spaces.managed': 'managed spaces',
  'spaces.shared': 'shared spaces',
  'collections.publicgoverned': 'public collections',
  users: 'the people of the tenant',
}

/** What a scope means to the user who is asked to grant it. Text of ours, for scopes of the catalogue. */
export const scopeWords = (scope: string): string => {
  const sentence = sentences[scope]
  if (sentence !== undefined) return sentence
  const [path = scope, action] = scope.split(':')
  const name = path.replace(/^admin\./, '')
  const noun = nouns[name] ?? name.replace(/[-.]/g, ' ')
  const verb = action === undefined ? 'See and change' : (verbs[action] ?? 'Use')
  return isAdminScope(scope) ? `As an administrator: ${verb.toLowerCase()} ${noun}` : `${verb} ${noun}`
}
