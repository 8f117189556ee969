/** A mail provider that owners use. */
export interface MailProvider {
  name: string
  /** The ends it gives addresses under, the commonest in France first. */
  ends: readonly string[]
  /** Its name is no word of any language: what is spelt almost like it was meant as it. */
  coined: boolean
  /** The name is its own under every other end as well: no mail is given there. */
  alone: boolean
}

/** What a mistyped domain may have been meant as, the commonest among French owners first. `~`: a word; `!`: alone. */
export const mailProviders: readonly MailProvider[] = words(`
  ~orange.fr gmail.com! ~free.fr wanadoo.fr hotmail.fr/com sfr.fr laposte.net yahoo.fr/com outlook.fr/com icloud.com!
  ~live.fr/com ~neuf.fr bbox.fr aol.com numericable.fr club-internet.fr msn.com gmx.fr/com aliceadsl.fr protonmail.com
  ~proton.me ~me.com ~mac.com noos.fr cegetel.net ~voila.fr libertysurf.fr nordnet.fr netcourrier.com
`).map((entry) => {
  const [, word, name = '', ends = '', alone] = /^(~?)([^.]+)\.([^!]+)(!?)$/.exec(entry) ?? []
  return { name, ends: ends.split('/'), coined: word === '', alone: alone === '!' }
})

/**
 * Domains that take mail and stand near a provider above: never « corrected ». Those of other countries where the same
 * name gives addresses, those of companies, and smaller providers.
 */
const standing = words(`
  orange.com orange.net orange.be orange.ch orange.es orange.jo orange.lu orange.pl orange.ro orange.sk orange.md
  orange.mg orange.ml orange.sn orange.ci orange.cm orange.tn orange.ma orange.re orange.gp orange.mq orange.nc
  orange.pf orange.gf orange.bf orange.bw orange.cd orange.gn orange.gw orange.co.uk orange.fr.nf orange-business.com
  ymail.com email.com mail.com fmail.com hmail.com vmail.com tmail.com gmail.ru email.fr mail.fr mail.ru mail.be mail.ch
  mail.de mail.net mail.org mail.ee email.de email.it email.cz email.ch email.net email.org gmx.ch gmx.at gmx.de gmx.net
  gmx.us gmx.es gmx.it gmx.co.uk gmx.org gmx.eu googlemail.com googlemail.fr
  free.pro freebox.fr freenet.de freemail.hu freemail.fr freemail.com freemail.gr freemail.it
  wanadoo.es wanadoo.nl wanadoo.be wanadoo.co.uk wanadoo.jo wanadoo.mu wanadoo.sn wanadoo.re wanadoo.gp wanadoo.nc
  sfr.com sfr.re sfr.net srf.ch laposte.fr laposte.info poste.it poste.net
  yahoo.at yahoo.be yahoo.ca yahoo.ch yahoo.cl yahoo.cn yahoo.co.id yahoo.co.in yahoo.co.jp yahoo.co.kr yahoo.co.nz
  yahoo.co.th yahoo.co.uk yahoo.co.za yahoo.com.ar yahoo.com.au yahoo.com.br yahoo.com.co yahoo.com.hk yahoo.com.mx
  yahoo.com.sg yahoo.com.tr yahoo.com.tw yahoo.com.vn yahoo.cz yahoo.de yahoo.dk yahoo.es yahoo.fi yahoo.gr yahoo.hr
  yahoo.hu yahoo.ie yahoo.in yahoo.it yahoo.ne.jp yahoo.nl yahoo.no yahoo.pl yahoo.pt yahoo.ro yahoo.se myyahoo.com
  hotmail.at hotmail.be hotmail.ca hotmail.cat hotmail.ch hotmail.cl hotmail.co.il hotmail.co.in hotmail.co.jp
  hotmail.co.kr hotmail.co.nz hotmail.co.th hotmail.co.uk hotmail.co.za hotmail.com.ar hotmail.com.au hotmail.com.br
  hotmail.com.mx hotmail.com.tr hotmail.com.vn hotmail.cz hotmail.de hotmail.dk hotmail.es hotmail.fi hotmail.gr
  hotmail.hu hotmail.it hotmail.lt hotmail.lu hotmail.lv hotmail.my hotmail.nl hotmail.no hotmail.ph hotmail.rs
  hotmail.se hotmail.sg hotmail.sk gotmail.com gotmail.net gotmail.org hitmail.com hushmail.com homemail.com
  outlook.at outlook.be outlook.cl outlook.co.id outlook.co.nz outlook.co.th outlook.com.ar outlook.com.au outlook.com.br
  outlook.com.gr outlook.com.pe outlook.com.tr outlook.com.vn outlook.cz outlook.de outlook.dk outlook.es outlook.hu
  outlook.ie outlook.in outlook.it outlook.jp outlook.kr outlook.lv outlook.my outlook.ph outlook.pt outlook.sa
  outlook.sg outlook.sk
  live.at live.be live.ca live.ch live.cl live.cn live.co.uk live.co.za live.com.ar live.com.au live.com.mx live.com.my
  live.com.pt live.com.sg live.de live.dk live.fi live.hk live.ie live.in live.it live.jp live.lu live.nl live.no live.ru
  live.se love.com lie.com line.com five.com libe.fr
  neuf.com bbox.com box.com box.fr inbox.com xbox.com aol.fr aol.de aol.it aol.co.uk aol.es aol.be aol.nl aim.com
  all.com wow.com msn.be msn.nl msn.de noos.com numericable.com
  protonmail.ch proton.ch proton.com proton.fr pm.me photon.fr prontomail.com priyo-mail.com protempmail.com
  proto2mail.com icloud.be macmail.com mac.fr me.fr mel.fr alice.it alice.fr netcourrier.fr voila.com bluewin.com
  northnet.fr nornet.fr 9online.fr mailo.com mailo.fr tatanova.com
`)

/** Words of one slip from a provider that is a word itself: somebody made a domain of each, not a slip of it. */
const neighbours = words(`
  orne orge oronge otage ronge rongee fange forage frange arrange derange bornage grange organe oranger orangers
  orangerie orangina ranger range-et-range etrange lorange tree cree gree fred fret frette frere freres frele frene
  foree freed frey free-lance vive rive olive livre livres livret lire lice lave leve lever lives clive alive life
  nef oeuf veuf neufs neuve nos nous naos villa viola voile voiles vola veilla voyla
`).flatMap((name) => [`${name}.fr`, `${name}.com`, `${name}.net`])

/** Every domain known to take mail: what stands here was meant. */
export const knownDomains: ReadonlySet<string> = new Set([
  ...mailProviders.flatMap(({ name, ends }) => ends.map((end) => `${name}.${end}`)),
  ...standing,
  ...neighbours,
])

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}
