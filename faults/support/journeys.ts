import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Person, Union } from './person.ts'

export interface Journey {
  name: string
  /** What came before, without a fault. */
  prepare(person: Person): Promise<void>
  /** Its steps in order; each is asked once the ones before have succeeded, and `first` has what it needs. */
  steps: readonly { name: string; first?(person: Person): Promise<unknown>; ask(person: Person): Promise<Union> }[]
  /** From wherever a fault left them, as a person would: on to the end. Fails when they cannot. */
  finish(person: Person): Promise<void>
}

const first = 'Tilleul-42-lampe'
const next = 'Platane-57-chaise'
const newEmail = (person: Person) => `new.${person.email}`

/** A whole first connection, without a fault. */
export async function migrateWhole(person: Person): Promise<void> {
  await person.startMigration()
  await person.chooseEmail()
  await person.verify()
  expect((await person.setPassword()).__typename).toBe('PasswordSet')
  person.handle = null
}

/** Comes back with the letter until it is dead, which it is once all was done, whoever lost the answer. */
export async function finishMigration(person: Person): Promise<void> {
  for (let turns = 0; turns < 12; turns++) {
    if ((await person.startMigration()).__typename === 'SignInRefused') break
    const stand = await person.stand()
    if (stand === 'CHOOSE_EMAIL') await person.chooseEmail()
    else if (stand === 'ENTER_CODE') await person.verify()
    else if (stand === 'SET_PASSWORD') await person.setPassword()
  }
  person.handle = null
  expect((await person.signIn()).__typename).toBe('SignedIn')
}

/** Asks for codes until the password is `password`. A handle that was lost with its answer is asked for anew. */
export async function finishReset(person: Person, password = next): Promise<void> {
  for (let turns = 0; turns < 12; turns++) {
    const stand = person.handle ? await person.stand() : 'NONE'
    if (stand === 'COMPLETED') break
    if (stand === 'ENTER_CODE') await person.verify()
    else if (stand === 'SET_PASSWORD') await person.setPassword(password)
    else if ((await person.requestReset()).__typename === 'SendRefused') await pause(1_000)
  }
  person.handle = null
  expect((await person.signIn(password)).__typename).toBe('SignedIn')
}

async function finishEmailChange(person: Person): Promise<void> {
  if ((await person.me())?.email !== newEmail(person)) {
    if (!person.handle || (await person.stand()) !== 'ENTER_CODE') {
      expect((await person.changeEmail(newEmail(person))).__typename).toBe('EmailChangeStarted')
    }
    expect((await person.verify(newEmail(person))).__typename).toBe('EmailChanged')
  }
  expect((await person.me()).email).toBe(newEmail(person))
}

/** All of it or nothing: one of the two passwords opens, and never both. */
export async function finishPasswordChange(person: Person, before: string, after: string): Promise<void> {
  if ((await person.signIn(after)).__typename !== 'SignedIn') {
    expect((await person.signIn(before)).__typename).toBe('SignedIn')
    await person.changePassword(after)
  }
  expect((await person.signIn(after)).__typename).toBe('SignedIn')
  expect((await person.signIn(before)).__typename).toBe('SignInRefused')
}

export const migration: Journey = {
  name: 'MIGRATION',
  prepare: async () => {},
  steps: [
    { name: 'startMigration', ask: (person) => person.startMigration() },
    { name: 'chooseEmail', ask: (person) => person.chooseEmail() },
    { name: 'verifyEmailCode', first: (person) => person.newCode(), ask: (person) => person.verify() },
    { name: 'setPassword', ask: (person) => person.setPassword() },
  ],
  finish: finishMigration,
}

export const reset: Journey = {
  name: 'RESET',
  prepare: migrateWhole,
  steps: [
    { name: 'requestReset', ask: (person) => person.requestReset() },
    { name: 'verifyEmailCode', first: (person) => person.newCode(), ask: (person) => person.verify() },
    { name: 'setPassword', ask: (person) => person.setPassword(next) },
  ],
  finish: (person) => finishReset(person),
}

export const emailChange: Journey = {
  name: 'EMAIL_CHANGE',
  prepare: migrateWhole,
  steps: [
    { name: 'changeEmail', ask: (person) => person.changeEmail(newEmail(person)) },
    {
      name: 'verifyEmailCode',
      first: (person) => person.newCode(newEmail(person)),
      ask: (person) => person.verify(newEmail(person)),
    },
  ],
  finish: finishEmailChange,
}

export const passwordChange: Journey = {
  name: 'password change',
  prepare: migrateWhole,
  steps: [{ name: 'changePassword', ask: (person) => person.changePassword(next) }],
  finish: (person) => finishPasswordChange(person, first, next),
}

export const signIn: Journey = {
  name: 'sign-in',
  prepare: migrateWhole,
  steps: [
    { name: 'signIn', ask: (person) => person.signIn() },
    { name: 'signOut', ask: (person) => person.signOut() },
  ],
  finish: async (person) => {
    expect((await person.signIn()).__typename).toBe('SignedIn')
  },
}

export const journeys: readonly Journey[] = [migration, reset, emailChange, passwordChange, signIn]
