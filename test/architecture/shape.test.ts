import { describe, expect, test } from 'vitest'
import { exists, foldersIn, manifestOf, members, sourcesIn, textOf } from './support/files.ts'

const connectors = foldersIn('connectors')
const packages = foldersIn('packages')
const longestFile = 300

describe('every member has the same shape', () => {
  test.each(connectors)('%s', (connector) => {
    const wanted = [
      'package.json',
      'README.md',
      ...['index', 'connector', 'settings', 'wire', 'mapping'].map((name) => `src/${name}.ts`),
      'sandbox/index.ts',
      'test/connector.test.ts',
    ]
    expect(wanted.filter((path) => !exists(`${connector}/${path}`))).toEqual([])
    expect(textOf(`${connector}/src/index.ts`).trim()).toMatch(/^export \{ \w+ as default \} from '\.\/connector\.ts'$/)
    expect(textOf(`${connector}/test/connector.test.ts`)).toContain('describeConnector(')
    expect(manifestOf(connector)).toMatchObject({
      name: `@cx-concierge/connector-${connector.slice('connectors/'.length)}`,
      exports: { '.': './src/index.ts', './sandbox': './sandbox/index.ts' },
    })
  })

  test.each(packages)('%s', (folder) => {
    const { exports: offered, bin } = manifestOf(folder)
    expect(['README.md', 'package.json', 'src', 'test'].filter((path) => !exists(`${folder}/${path}`))).toEqual([])
    const doors = [...Object.values(offered ?? {}), ...Object.values(bin ?? {})]
    expect(doors).not.toEqual([])
    expect(doors.filter((path) => !exists(`${folder}/${path}`))).toEqual([])
  })
})

describe('files stay small enough to be read in one go', () => {
  test.each(members)('%s', (member) => {
    const files = ['src', 'sandbox', 'test'].flatMap((folder) => sourcesIn(`${member}/${folder}`))
    expect(files.filter((file) => textOf(file).split('\n').length > longestFile + 1)).toEqual([])
  })

  test('and are named for what is in them', () => {
    const odd = members
      .flatMap((member) => sourcesIn(`${member}/src`))
      .filter((file) => !/^[a-z0-9-]+(?:\.d)?\.tsx?$/.test(file.split('/').at(-1) ?? ''))
    expect(odd.filter((file) => !file.startsWith('packages/console/'))).toEqual([])
    const vague = members.flatMap((member) => sourcesIn(`${member}/src`)).filter((file) => /\/(?:utils?|helpers?|common|misc)\//.test(file))
    expect(vague).toEqual([])
  })
})

describe('versions are exact', () => {
  test.each(['.', ...members])('%s', (folder) => {
    const { dependencies, devDependencies, peerDependencies, overrides } = manifestOf(folder)
    const versions = Object.entries({ ...dependencies, ...devDependencies, ...peerDependencies, ...overrides })
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([])
  })
})
