import { type Finding, fault, ok, unsure, warning } from './finding.ts'
import type { LookUps } from './look-ups.ts'

/** Direct mode: the name we greet with, the addresses behind it, and the names of those, must be one and the same. */
export async function checkName(dns: LookUps, helloName: string): Promise<Finding[]> {
  const addresses = await dns.addresses(helloName)
  if (addresses === 'UNSURE') return [unsure(helloName, 'Adresses de MAIL_HELLO')]
  if (addresses.length === 0) {
    const remedy = 'Réglez MAIL_HELLO sur le nom public de cette machine, et donnez-lui son adresse (A).'
    return [fault(helloName, 'MAIL_HELLO : ce nom n’a pas d’adresse.', remedy)]
  }
  return Promise.all(addresses.map((address) => checkAddress(dns, helloName, address)))
}

async function checkAddress(dns: LookUps, helloName: string, address: string): Promise<Finding> {
  const what = `PTR de ${address}`
  const names = await dns.names(address)
  if (names === 'UNSURE') return unsure(helloName, what)
  const remedy = `Demandez à votre hébergeur le nom inverse ${helloName} pour ${address}.`
  if (names.length === 0) return fault(helloName, `${what} : cette adresse n’a pas de nom inverse.`, remedy)
  if (names.includes(helloName.toLowerCase())) return ok(helloName, `${what} : ${helloName}, dans les deux sens.`)
  const [name = ''] = names
  const back = await dns.addresses(name)
  if (back === 'UNSURE') return unsure(helloName, what)
  if (!back.includes(address)) {
    return fault(helloName, `${what} : ${name}, qui ne mène pas à cette adresse.`, remedy)
  }
  return warning(
    helloName,
    `${what} : ${name}, alors que nous saluons avec ${helloName}.`,
    `Réglez MAIL_HELLO=${name}.`,
  )
}
