import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A client that says what it likes, word by word: what no well-behaved mail library would send. */
export async function smtpTalk(port: number) {
  const socket: Socket = connect(port, '127.0.0.1')
  let heard = ''
  let closed = false
  socket.setEncoding('latin1')
  socket.on('data', (text) => {
    heard += text
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    closed = true
  })
  onTestFinished(() => void socket.destroy())
  const until = async (isThere: () => boolean, ms = 10_000) => {
    for (const end = performance.now() + ms; !isThere() && performance.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return {
    socket,
    isClosed: () => closed,
    /** What came first, in whole or not yet. */
    greeting: () => heard,
    whenClosed: (ms?: number) => until(() => closed, ms),
    /** Sends, and gives back the last line of the answer (`250 …`); an empty text waits for the greeting. */
    async say(text: string): Promise<string> {
      if (text !== '') {
        heard = ''
        socket.write(`${text}\r\n`, 'latin1')
      }
      await until(() => /^\d{3} .*\r\n$/m.test(heard) || closed)
      return heard.trim().split('\r\n').at(-1) ?? ''
    },
  }
}
