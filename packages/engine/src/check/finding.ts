/** Something in an app folder that cannot work as it is written, though the rest of the app does. */
export interface Finding {
  /** Path in the app folder. */
  readonly file: string
  /** Counted from 1; absent where the file as a whole is meant. */
  readonly line?: number
  readonly column?: number
  /** One sentence, and the closest name that there is. */
  readonly problem: string
}

/** Findings are told up to this number: a folder with more has one cause, and its last finding says how many there are. */
const toldFindings = 500

/** The findings of a folder as they are told: by file and line, and no more than anybody reads. */
export const toldOf = (findings: readonly Finding[]): readonly Finding[] => {
  const ordered = [...findings].sort(
    (a, b) => a.file.localeCompare(b.file) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  )
  const more = ordered.length - toldFindings
  const last = ordered[toldFindings]
  return more > 0 && last !== undefined
    ? [...ordered.slice(0, toldFindings), { file: last.file, problem: `There are ${more} more findings.` }]
    : ordered
}
