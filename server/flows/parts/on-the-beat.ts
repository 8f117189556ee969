/** Longer than a request of a reset takes on a machine that is not overloaded. */
const beatMs = 10

/**
 * Does `work` and answers on the next beat counted from its beginning. What PostgreSQL has more to do for a pair that
 * opens something (its foreign keys, a few hundredths of a millisecond) is over before the beat, and nobody hears it
 * (rule 10; measured by `npm run proof:timing`). Throws what `work` throws, as late.
 */
export async function onTheBeat<T>(work: () => Promise<T>): Promise<T> {
  let beat = Promise.withResolvers<void>()
  const timer = setInterval(() => {
    beat.resolve()
    beat = Promise.withResolvers<void>()
  }, beatMs)
  try {
    return await work()
  } finally {
    await beat.promise
    clearInterval(timer)
  }
}
