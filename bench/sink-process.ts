// What startSink starts: speaks as little SMTP as a client needs, as fast as this machine does.
import { createServer } from 'node:net'

const end = Buffer.from('\r\n.\r\n')
const recipients: string[] = []
const server = createServer((socket) => {
  let inMail = false
  let to = ''
  let kept = Buffer.alloc(0)
  socket.setNoDelay(true)
  socket.on('error', () => {})
  socket.write('220 sink ESMTP\r\n')
  socket.on('data', (bytes) => {
    let rest = kept.length > 0 ? Buffer.concat([kept, bytes]) : bytes
    let said = ''
    for (;;) {
      if (inMail) {
        const at = rest.indexOf(end)
        if (at < 0) {
          // Enough to know the end when its last byte comes.
          kept = rest.subarray(Math.max(0, rest.length - end.length + 1))
          break
        }
        rest = rest.subarray(at + end.length)
        inMail = false
        said += '250 taken\r\n'
        recipients.push(to)
      } else {
        const at = rest.indexOf('\r\n')
        if (at < 0) {
          kept = rest
          break
        }
        const line = rest.subarray(0, at).toString('latin1')
        const verb = line.slice(0, 4).toUpperCase()
        rest = rest.subarray(at + 2)
        if (verb === 'RCPT') to = line.slice(line.indexOf('<') + 1, line.indexOf('>'))
        if (verb === 'EHLO') said += '250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n'
        else if (verb === 'DATA') {
          said += '354 go on\r\n'
          inMail = true
          // The mail's first line may be its last: a dot alone.
          rest = Buffer.concat([Buffer.from('\r\n'), rest])
        } else if (verb === 'QUIT') return void socket.end('221 bye\r\n')
        else said += '250 ok\r\n'
      }
    }
    kept = Buffer.from(kept)
    if (said) socket.write(said)
  })
})
process.on('message', () => process.send?.({ recipients }))
server.listen(Number(process.argv[2]), '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') process.send?.({ port: address.port })
})
