/** What spreadsheet programs take for the beginning of a formula when they read CSV. */
const beginning = /^[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/

/** A number with a sign, as formats write it: without letters there is nothing to call. */
const signed = /^[-+][\p{Nd}\p{Sc}\s.,:%'’]*$/u

/**
 * A text of which a spreadsheet program makes no formula when it opens a CSV file: one that would begin like one gets an
 * apostrophe in front. Numbers with a sign stay as they are.
 */
export const neutralText = (text: string): string => (beginning.test(text) && !signed.test(text) ? `'${text}` : text)
