/**
 * Two firms that do not exist. Their numbers are of the range that ARCEP keeps for fiction (01 99 00 00 00 to 99 99),
 * their domains of RFC 2606.
 */
export const agencies = [
  {
    key: 'tilleuls',
    name: 'Syndic des Tilleuls',
    phone: '01 99 00 12 34',
    hours: 'du lundi au vendredi, de 9 h à 18 h',
    callPrice: 'Appel non surtaxé.',
    senderAddress: 'bonjour@tilleuls.example',
    postalAddress: '12 avenue des Tilleuls, 69003 Lyon',
    registration: 'SARL au capital de 8 000 €, cabinet de démonstration, immatriculé nulle part.',
    publicationDirector: 'Rose Tilleul',
    hostCompany: 'Cette machine : rien n’est en ligne.',
    logo:
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" role="img" aria-label="Syndic des Tilleuls">' +
      '<path fill="none" stroke="#0b5351" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" ' +
      'd="M24 44V22M24 32l8-7M24 36l-8-7M24 4c9 5 16 11 16 19a16 10 0 0 1-32 0C8 15 15 9 24 4z"/></svg>',
    accent: '#0b5351',
    hostNames: ['espace.tilleuls.example'],
    isDefault: true,
  },
  {
    key: 'parc',
    name: 'Cabinet du Parc',
    phone: '01 99 00 56 78',
    hours: 'du mardi au samedi, de 8 h 30 à 12 h 30',
    callPrice: 'Appel non surtaxé.',
    senderAddress: 'contact@parc.example',
    postalAddress: '3 place du Parc, 21000 Dijon',
    logo: null,
    accent: '#5b2a4a',
    // Browsers resolve every name under .localhost to this machine: its face can be seen in a demonstration.
    hostNames: ['espace.parc.example', 'parc.localhost'],
    isDefault: false,
  },
]
