import { index, layout, type RouteConfig, route } from '@remix-run/route-config'

// French addresses, as printed and read out on the telephone.
export default [
  layout('routes/frame.tsx', [
    index('routes/start.tsx'),
    route('connexion', 'routes/connexion.tsx'),
    route('deconnexion', 'routes/deconnexion.tsx'),
    route('mot-de-passe-oublie', 'routes/mot-de-passe-oublie.tsx'),
    route('mot-de-passe-oublie/code', 'routes/mot-de-passe-oublie-code.tsx'),
    route('mot-de-passe-oublie/nouveau', 'routes/mot-de-passe-oublie-nouveau.tsx'),
    route('mot-de-passe-oublie/nouveau/verdict', 'routes/mot-de-passe-oublie-nouveau-verdict.ts'),
    route('mot-de-passe-oublie/termine', 'routes/mot-de-passe-oublie-termine.tsx'),
    route('premiere-connexion', 'routes/premiere-connexion.tsx'),
    route('premiere-connexion/email', 'routes/premiere-connexion-email.tsx'),
    route('premiere-connexion/code', 'routes/premiere-connexion-code.tsx'),
    route('premiere-connexion/mot-de-passe', 'routes/premiere-connexion-mot-de-passe.tsx'),
    route('premiere-connexion/mot-de-passe/verdict', 'routes/premiere-connexion-mot-de-passe-verdict.ts'),
    route('premiere-connexion/termine', 'routes/premiere-connexion-termine.tsx'),
    route('espace', 'routes/espace.tsx'),
    route('espace/comptes', 'routes/espace-comptes.tsx'),
    route('espace/comptes/:compte/mot-de-passe', 'routes/espace-comptes-mot-de-passe.tsx'),
    route('espace/parametres', 'routes/espace-parametres.tsx'),
    route('espace/parametres/email', 'routes/espace-parametres-email.tsx'),
    route('espace/parametres/email/code', 'routes/espace-parametres-email-code.tsx'),
    route('espace/parametres/mot-de-passe', 'routes/espace-parametres-mot-de-passe.tsx'),
    route('.well-known/change-password', 'routes/change-password.ts'),
    route('aide', 'routes/aide.tsx'),
    route('donnees-personnelles', 'routes/donnees-personnelles.tsx'),
    route('mentions-legales', 'routes/mentions-legales.tsx'),
    route('accessibilite', 'routes/accessibilite.tsx'),
    route('*', 'routes/not-found.tsx'),
  ]),
] satisfies RouteConfig
