// MJML 5 is asynchronous and ships no types: only what this house calls.
declare module 'mjml' {
  export default function mjml2html(
    source: string,
    options?: { fonts?: Record<string, string>; validationLevel?: 'strict' | 'soft' | 'skip' },
  ): Promise<{ html: string; errors: { formattedMessage: string }[] }>
}
