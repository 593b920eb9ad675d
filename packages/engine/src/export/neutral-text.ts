/** What spreadsheet programs take for the beginning of a formula when they read CSV. */
const beginning = /^[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/

/** A text with a sign, as formats write numbers: without letters there is nothing to call. */
const signedText = /^[-+][\p{Nd}\p{Sc}\s.,:%'’]*$/u

/** A number with a sign, whose format may have units, but nothing by which a formula calls or refers. */
const signedNumber = /^[-+][^=@|!(\t\r\n]*$/u

/**
 * A text of which a spreadsheet program makes no formula when it opens a CSV file: one that would begin like one gets an
 * apostrophe in front. Numbers with a sign stay as they are.
 *
 * @param isNumber whether it is a number, as its format shows it
 */
export const neutralText = (text: string, isNumber: boolean): string =>
  beginning.test(text) && !signedText.test(text) && !(isNumber && signedNumber.test(text)) ? `'${text}` : text
