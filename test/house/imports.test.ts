import { describe, expect, test } from 'vitest'
import { beginnings, keptPackages, mayBegin, rooms } from './rooms.ts'
import { codeUnder, importsOf } from './source.ts'

const walled = ['server', 'client', 'web', 'mocks']
const files = codeUnder(...walled)
const imports = new Map(files.map((file) => [file, importsOf(file)]))
const roomOf = (file: string) => rooms.find(({ room }) => file.startsWith(room))

test('the rules see the whole house', () => {
  expect(files.length).toBeGreaterThan(100)
  expect(files.filter((file) => !roomOf(file))).toEqual([])
  expect([...imports.values()].flat().length).toBeGreaterThan(files.length)
})

describe('imports go in the directions of the design', () => {
  test.each(rooms.filter(({ room }) => files.some((file) => roomOf(file)?.room === room)))('$room', (room) => {
    const own = files.filter((file) => roomOf(file) === room)
    const strays = own.flatMap((file) =>
      (imports.get(file) ?? [])
        .filter(({ file: target }) => target !== null && !target.startsWith('package.json'))
        .filter(({ file: target }) => ![room.room, ...room.may].some((start) => target?.startsWith(start)))
        .map(({ file: target }) => `${file} → ${target}`),
    )
    expect(strays).toEqual([])
  })
})

test('domain/ imports no package and nothing of Node: it runs in a browser', () => {
  const strays = files
    .filter((file) => file.startsWith('server/domain/'))
    .flatMap((file) =>
      (imports.get(file) ?? []).filter((one) => one.file === null).map((one) => `${file} → ${one.specifier}`),
    )
  expect(strays).toEqual([])
})

test('a flow never imports another flow: they share parts', () => {
  const flow = /^server\/flows\/[^/]+\.ts$/
  const shared = ['server/flows/caller.ts']
  const strays = files
    .filter((file) => flow.test(file))
    .flatMap((file) =>
      (imports.get(file) ?? [])
        .filter(({ file: target }) => target !== null && flow.test(target) && !shared.includes(target))
        .map(({ file: target }) => `${file} → ${target}`),
    )
  expect(strays).toEqual([])
})

test('nobody imports a composition root', () => {
  const everyone = codeUnder(...walled, 'scripts', 'test', 'prisma').filter((file) => !mayBegin.includes(file))
  const strays = everyone.filter((file) =>
    importsOf(file).some(({ file: target }) => beginnings.includes(target ?? '')),
  )
  expect(strays).toEqual([])
})

test('web and client import nothing from the server, not even a type', () => {
  const strays = files
    .filter((file) => /^(web|client)\//.test(file))
    .flatMap((file) => (imports.get(file) ?? []).filter((one) => /server\/|^#server/.test(one.file ?? one.specifier)))
    .filter(({ file }) => file === null || file.startsWith('server/'))
    // Remix itself names its server entry so.
    .filter(({ specifier }) => specifier !== 'react-dom/server')
  expect(strays).toEqual([])
})

test.each(Object.entries(keptPackages))('%s is used in one place', (name, places) => {
  const users = files.filter((file) =>
    (imports.get(file) ?? []).some(
      ({ specifier, typeOnly }) => !typeOnly && (specifier === name || specifier.startsWith(`${name}/`)),
    ),
  )
  expect(users.length).toBeGreaterThan(0)
  expect(users.filter((file) => !places.some((place) => file.startsWith(place)))).toEqual([])
})

test('no file depends on itself, however far round', () => {
  const depends = new Map(
    files.map((file) => [
      file,
      (imports.get(file) ?? []).filter(({ typeOnly }) => !typeOnly).flatMap((one) => (one.file ? [one.file] : [])),
    ]),
  )
  const finished = new Set<string>()
  const cycles: string[] = []
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) return void cycles.push([...path.slice(path.indexOf(file)), file].join(' → '))
    if (finished.has(file)) return
    for (const next of depends.get(file) ?? []) walk(next, [...path, file])
    finished.add(file)
  }
  for (const file of files) walk(file, [])
  expect(cycles).toEqual([])
})

test('no file hands on what another of ours exports: one thing has one address', () => {
  const handOn = files.filter((file) =>
    (imports.get(file) ?? []).some(({ reExport, file: own }) => reExport && own !== null),
  )
  expect(handOn).toEqual([])
})
