import { describe, expect, test } from 'vitest'
import { importsOf, manifestOf, members, resolved, sourcesIn } from './support/files.ts'

/** Who may import whom. Read it downward: a package sees only the packages named beside it. */
const floors: Readonly<Record<string, readonly string[]>> = {
  'packages/contract': [],
  'packages/core': ['contract'],
  'packages/egress': ['contract'],
  'packages/connector-kit': ['contract', 'egress'],
  'packages/store': ['contract'],
  'packages/gateway': ['contract', 'core', 'egress', 'store'],
  'packages/sandbox': ['connector-kit'],
  'packages/cli': ['contract', 'core', 'egress', 'store', 'connector-kit', 'gateway', 'sandbox'],
  'connectors/*': ['connector-kit'],
}

const scope = '@cx-concierge/'
const floorOf = (member: string): readonly string[] | undefined =>
  floors[member] ?? (member.startsWith('connectors/') ? floors['connectors/*'] : undefined)

/** Our own packages among some imports, without what follows the package's name. */
const ours = (names: readonly string[]): string[] =>
  names.filter((name) => name.startsWith(scope)).map((name) => name.slice(scope.length).split('/')[0] ?? '')

const codeOf = (member: string): string[] => [...sourcesIn(`${member}/src`), ...sourcesIn(`${member}/sandbox`)]

describe('who may import whom', () => {
  test('every package has a floor', () => {
    expect(members.filter((member) => floorOf(member) === undefined)).toEqual([])
  })

  test.each(members)('%s imports only what is below it', (member) => {
    const strangers = codeOf(member).flatMap((file) =>
      ours(importsOf(file))
        .filter((name) => !floorOf(member)?.includes(name))
        .map((name) => `${file} imports ${name}`),
    )
    expect(strangers).toEqual([])
  })

  test.each(members)('%s reaches no other package by a relative path', (member) => {
    const strays = codeOf(member).flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('.') && !resolved(file, name).startsWith(`${member}/`))
        .map((name) => `${file} imports ${name}`),
    )
    expect(strays).toEqual([])
  })

  test.each(members)('%s declares no package that is not below it', (member) => {
    const { dependencies = {}, peerDependencies = {} } = manifestOf(member)
    // the command line brings our connectors along; it loads them by the names in a configuration, as everybody does
    const declared = ours([...Object.keys(dependencies), ...Object.keys(peerDependencies)]).filter(
      (name) => !(member === 'packages/cli' && name.startsWith('connector-') && name !== 'connector-kit'),
    )
    expect(declared.filter((name) => !floorOf(member)?.includes(name))).toEqual([])
  })

  test('nobody imports a connector', () => {
    const names = new Set(members.filter((member) => member.startsWith('connectors/')).map((member) => manifestOf(member).name))
    const importers = members.flatMap(codeOf).flatMap((file) =>
      importsOf(file)
        .filter((name) => names.has(name.split('/').slice(0, 2).join('/')))
        .map((name) => `${file} imports ${name}`),
    )
    expect(importers).toEqual([])
  })

  test('a connector’s pretend backend is not part of the connector', () => {
    const connectors = members.filter((member) => member.startsWith('connectors/'))
    const mixed = connectors.flatMap((member) =>
      sourcesIn(`${member}/src`).filter((file) =>
        importsOf(file).some(
          (name) => name.endsWith('/sandbox') || name.endsWith('/testkit') || resolved(file, name).startsWith(`${member}/sandbox`),
        ),
      ),
    )
    expect(mixed).toEqual([])
  })

  test('the contract stands on zod alone', () => {
    const others = sourcesIn('packages/contract/src').flatMap((file) =>
      importsOf(file).filter((name) => !name.startsWith('.') && name !== 'zod'),
    )
    expect(others).toEqual([])
  })

  test('core knows neither the web server nor the protocol', () => {
    const others = sourcesIn('packages/core/src').flatMap((file) =>
      importsOf(file).filter((name) => /fastify|modelcontextprotocol|^node:(?:http|https|net|fs|child_process)/.test(name)),
    )
    expect(others).toEqual([])
  })
})

describe('no file imports itself, however far around', () => {
  test.each(members)('%s', (member) => {
    const files = codeOf(member)
    const graph = new Map(
      files.map((file) => [
        file,
        importsOf(file)
          .filter((name) => name.startsWith('.'))
          .map((name) => resolved(file, name)),
      ]),
    )
    expect(circleIn(graph)).toBeUndefined()
  })
})

/** The first way from a file back to itself. */
function circleIn(graph: ReadonlyMap<string, readonly string[]>): string | undefined {
  const done = new Set<string>()
  const visit = (file: string, way: readonly string[]): string | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file].join(' → ')
    if (done.has(file)) return undefined
    for (const next of graph.get(file) ?? []) {
      const circle = visit(next, [...way, file])
      if (circle !== undefined) return circle
    }
    done.add(file)
    return undefined
  }
  for (const file of graph.keys()) {
    const circle = visit(file, [])
    if (circle !== undefined) return circle
  }
  return undefined
}
