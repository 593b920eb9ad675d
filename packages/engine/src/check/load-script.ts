import { UnderstudyError } from '@understudy/contract'

/** Statements that only a Qlik load script has, at the beginning of one. */
const statements = [
  /^load\b.*\b(from|resident|inline|autogenerate|using)\b/is,
  /^(\[[^\]]+\]|"[^"]+"|\w+)\s*:\s*(\w+\s+)*(load|select|sql)\b/i,
  /^(mapping|buffer|crosstable|intervalmatch|hierarchy|generic|concatenate|noconcatenate|join|keep)\b.*\bload\b/is,
  /^let\s+\[?[\w.]+\]?\s*=/i,
  // Its variables have capitals, the database's settings have not.
  /^[Ss][Ee][Tt]\s+(?!VARIABLE\b|SESSION\b|GLOBAL\b|LOCAL\b|SCHEMA\b)(?=\w*[A-Z])\w+\s*=/,
  /^(lib\s+connect|odbc\s+connect|ole\s*db\s+connect|section\s+(access|application)|unqualify|qualify|directory|binary|trace|store\s)/i,
  /^(sub|do|loop|for\s+each|for\s+\w+\s*=|exit\s+script|drop\s+field)\b/i,
]

/** Texts and comments, in which nothing is a statement. */
const literals = /'(?:[^']|'')*'|\/\*[\s\S]*?\*\/|\/\/[^\n]*|--[^\n]*/g

/** The statements of a script as far as their first words need it: texts are empty, comments gone. */
const bareStatements = (script: string): readonly string[] =>
  script
    .replace(literals, (literal) => (literal.startsWith("'") ? "''" : ' '))
    .split(';')
    .map((statement) => statement.trim())

/** Whether a script has no statement: it makes an app without data. */
export const isBlankScript = (script: string): boolean => bareStatements(script).every((statement) => statement === '')

/** Whether a text is a load script of Qlik rather than SQL. Texts that are neither are not: the database tells what is wrong. */
export const isLoadScript = (script: string): boolean =>
  /^\s*\/\/\/\$tab\b/m.test(script) ||
  bareStatements(script).some((statement) => statements.some((pattern) => pattern.test(statement)))

/** Where the guide says how to write a load script as SQL. */
export const loadScriptGuide = 'docs/apps.md#from-a-load-script-to-sql'

/** The refusal of a load script, in the same words wherever a script comes in; `undefined` for texts that are none. */
export const loadScriptRefusal = (script: string): UnderstudyError | undefined =>
  isLoadScript(script)
    ? new UnderstudyError('ENGINE-RELOAD-LOAD-SCRIPT', `write it as DuckDB SQL: ${loadScriptGuide} says how`)
    : undefined
