import { type StaffActionKind, staffActionKinds } from '../../domain/staff-action.ts'

/** What the service does, as it speaks of it, and the command that does it. */
const acts: Readonly<Record<StaffActionKind, { noun: string; command: string }>> = {
  REISSUE: { noun: 'nouveau courrier', command: 'account:reissue' },
  DETACH_EMAIL: { noun: 'retrait de l’adresse e-mail', command: 'owner:detach-email' },
  UNLOCK: { noun: 'essais redonnés', command: 'account:unlock' },
  FREEZE: { noun: 'blocage du compte', command: 'account:freeze' },
  THAW: { noun: 'réouverture du compte bloqué', command: 'account:thaw' },
  CLOSE: { noun: 'fermeture du compte', command: 'account:close' },
  REOPEN: { noun: 'réouverture du compte fermé', command: 'account:reopen' },
}

/** `kind` as stored; one of a newer version is called by its name. */
export function actWords(kind: string): { noun: string; command: string } {
  const known = staffActionKinds.find((one) => one === kind)
  return known ? acts[known] : { noun: kind, command: kind }
}
