const localNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1'])

/**
 * True for a browser on this machine that speaks to us directly. The mailbox shows codes, so it refuses a caller from
 * the network (socket), a page that rebinds its own name to 127.0.0.1 (Host), and a proxy in front of us, which would
 * lend the whole world its loopback address (forwarded headers).
 */
export function isLocalCaller(request: Request, socketAddress: string): boolean {
  const named = new URL(request.url).hostname
  const host = request.headers.get('host')
  return (
    isLoopback(socketAddress) &&
    localNames.has(named) &&
    (host === null || localNames.has(host.toLowerCase().replace(/:\d{1,5}$/, ''))) &&
    ![...request.headers.keys()].some(
      (name) => name === 'forwarded' || name === 'via' || name === 'x-real-ip' || name.startsWith('x-forwarded-'),
    )
  )
}

function isLoopback(address: string): boolean {
  const v4 = address.replace(/^::ffff:/i, '')
  return address === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(v4)
}
