/** A question to the engine whose answer is compared, and how it reads where the answer is wrong. */
export interface Asked {
  readonly question: () => string
  readonly compare: () => Promise<void>
}

/**
 * Asks one question after the other, or all at once, as a client does that opens a page.
 *
 * @throws the error of the first whose answer is wrong, with the question
 */
export const askAll = async (questions: readonly Asked[], together: boolean): Promise<void> => {
  if (!together) {
    for (const one of questions) await askOne(one, '')
    return
  }
  const outcomes = await Promise.allSettled(
    questions.map((one) => askOne(one, `, with ${questions.length - 1} others`)),
  )
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}

const askOne = async ({ question, compare }: Asked, how: string): Promise<void> => {
  try {
    await compare()
  } catch (error) {
    if (error instanceof Error) error.message = `${error.message.slice(0, 3_000)}\n${question()}${how}`
    throw error
  }
}
