/** What one listener reads, at its own pace. `tell` and `end` are for who feeds it. */
export interface NewsStream<News> extends AsyncIterableIterator<News> {
  return(): Promise<IteratorResult<News>>
  tell(news: News): void
  /** Nothing more comes; what was told and not yet read still can be. */
  end(): void
}

/**
 * A stream that keeps the newest piece of news only: a listener that reads slowly, or not at all, costs no memory.
 * `begin` is called at the first read, and `leave` as soon as the listener is gone, even while it waits: the place it
 * held must not stay taken until there happens to be news (an async generator would not return before).
 */
export function createNewsStream<News>(
  begin: (stream: NewsStream<News>) => void,
  leave: (stream: NewsStream<News>) => void,
): NewsStream<News> {
  let begun = false
  let over = false
  let unread: { news: News } | null = null
  let waiting: ((result: IteratorResult<News>) => void)[] = []
  const done: IteratorResult<News> = { value: undefined, done: true }

  const stream: NewsStream<News> = {
    tell(news) {
      if (over) return
      const reader = waiting.shift()
      if (reader) reader({ value: news, done: false })
      else unread = { news }
    },
    end() {
      over = true
      for (const reader of waiting) reader(done)
      waiting = []
    },
    next() {
      if (!begun) {
        begun = true
        begin(stream)
      }
      if (unread) {
        const { news } = unread
        unread = null
        return Promise.resolve({ value: news, done: false })
      }
      return over ? Promise.resolve(done) : new Promise((resolve) => waiting.push(resolve))
    },
    return() {
      begun = true
      unread = null
      stream.end()
      leave(stream)
      return Promise.resolve(done)
    },
    [Symbol.asyncIterator]: () => stream,
  }
  return stream
}
