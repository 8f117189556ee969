/**
 * `defaults` with the numbers an operator wrote in JSON laid over them. A name the defaults do not have, or a value that
 * is not of the same kind (whole numbers from 1; a list of limits is replaced whole), becomes a fault named by its path.
 */
export function overlay<T extends object>(defaults: T, json: string | undefined, name: string, faults: string[]): T {
  if (json === undefined) return defaults
  try {
    return lay(defaults, JSON.parse(json), name, faults) as T
  } catch {
    faults.push(`${name} must be JSON`)
    return defaults
  }
}

function lay(base: unknown, given: unknown, path: string, faults: string[]): unknown {
  if (Array.isArray(base)) {
    if (Array.isArray(given) && given.length > 0)
      return given.map((item, i) => lay(base[0], item, `${path}[${i}]`, faults))
    faults.push(`${path} must be a list with at least one entry`)
    return base
  }
  if (typeof base !== 'object' || base === null) {
    if (Number.isSafeInteger(given) && (given as number) >= 1) return given
    faults.push(`${path} must be a whole number from 1`)
    return base
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    faults.push(`${path} must be an object`)
    return base
  }
  const laid: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(given)) {
    if (!Object.hasOwn(base, key)) faults.push(`${path}.${key} is not a setting`)
    else laid[key] = lay(laid[key], value, `${path}.${key}`, faults)
  }
  return laid
}
