const last = new Map<string, Promise<void>>()

/**
 * Does what is asked under one key one after the other, in the order of asking. Of a hundred requests on one flow at once
 * each then meets what the one before it left, and they hold one connection of the database instead of all of them,
 * waiting on one row. Nothing is right because of it: on other nodes others ask at the same time, and the statements
 * themselves hold.
 */
export async function inTurn<R>(key: string, work: () => Promise<R>): Promise<R> {
  const before = last.get(key)
  const { promise, resolve } = Promise.withResolvers<void>()
  last.set(key, promise)
  try {
    await before
    return await work()
  } finally {
    resolve()
    if (last.get(key) === promise) last.delete(key)
  }
}
