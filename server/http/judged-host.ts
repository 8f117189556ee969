/**
 * The request as Remix shall read it. Remix compares Origin with the Host header, or with an `X-Forwarded-Host` that
 * anybody can write, and fails with an empty page where they differ: behind a proxy that passes its own inner name every
 * form would. Whose origin it is was judged at the door (origin.ts); to Remix the host is then that origin's.
 */
export function withJudgedHost(request: Request): Request {
  const origin = request.headers.get('origin')
  if (origin === null || request.method !== 'POST') return request
  const headers = new Headers(request.headers)
  headers.delete('x-forwarded-host')
  headers.set('host', new URL(origin).host)
  return new Request(request, { headers })
}
