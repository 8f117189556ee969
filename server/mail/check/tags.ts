/** `v=DMARC1; p=none`: the tags of a DKIM or DMARC record, by name in lower case. */
export function tagsOf(record: string): ReadonlyMap<string, string> {
  return new Map(
    record.split(';').flatMap((tag): [string, string][] => {
      const [, name, value] = /^\s*([a-z0-9_]+)\s*=(.*)$/is.exec(tag) ?? []
      return name !== undefined && value !== undefined ? [[name.toLowerCase(), value.trim()]] : []
    }),
  )
}
