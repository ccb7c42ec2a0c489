import { describe, expect, test } from 'vitest'
import { foldersIn, importsOf, resolved, sourcesIn, textOf, withoutComments } from './support/files.ts'

const lines = (file: string): readonly string[] => withoutComments(textOf(file)).split('\n')

describe('no vendor’s word stands above the connectors', () => {
  const vendor = /salesforce|gainsight|google|soql|sfdc|gsid|spreadsheet|cloudfront|imgix|cloudinary|__c\b|__gc\b/i
  test.each(['packages/contract', 'packages/core'])('%s', (folder) => {
    const found = sourcesIn(`${folder}/src`).flatMap((file) =>
      lines(file)
        .filter((line) => vendor.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    )
    expect(found).toEqual([])
  })
})

describe('core is handed everything that changes', () => {
  const own: readonly (readonly [string, RegExp])[] = [
    ['the time', /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bTemporal\.Now\b/],
    ['the network', /\bfetch\(|\bXMLHttpRequest\b/],
    ['the process', /\bprocess\b/],
    ['the console', /\bconsole\b/],
  ]
  // the one place where the machine's clocks are wrapped to be handed in
  const wrapped = 'packages/core/src/gather/clock.ts'

  test.each(own)('%s', (_what, pattern) => {
    const found = sourcesIn('packages/core/src')
      .filter((file) => file !== wrapped)
      .flatMap((file) =>
        lines(file)
          .filter((line) => pattern.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      )
    expect(found).toEqual([])
  })

  test('its own clock is a door for others: nothing in core takes it', () => {
    const takers = sourcesIn('packages/core/src').filter(
      (file) => file !== wrapped && file !== 'packages/core/src/index.ts' && /\bsystemClock\b/.test(textOf(file)),
    )
    expect(takers).toEqual([])
  })
})

describe('what a package offers is named one by one, and says what it promises', () => {
  const doors = [...foldersIn('packages'), ...foldersIn('connectors')]
    .flatMap((folder) => sourcesIn(`${folder}/src`))
    .filter((file) => file.endsWith('/index.ts'))

  test.each(doors)('%s', (door) => {
    const text = withoutComments(textOf(door))
    expect(text.match(/export (?:type )?\*/g) ?? [], 'everything at once').toEqual([])
    expect(importsOf(door).filter((name) => name.startsWith('@cx-concierge/') && !door.startsWith('packages/connector-kit/'))).toEqual([])
    const undocumented = [...text.matchAll(/export (?:type )?\{([^}]*)\} from '(\.[^']+)'/g)].flatMap(([, list = '', from = '']) =>
      list
        .split(',')
        .map(
          (name) =>
            name
              .trim()
              .replace(/^type /, '')
              .split(' as ')[0]
              ?.trim() ?? '',
        )
        .filter((name) => name !== '' && !isDocumented(resolved(door, from), name)),
    )
    expect(undocumented).toEqual([])
  })

  /** Whether a sentence stands before the declaration, here or where it was re-exported from. */
  function isDocumented(file: string, name: string): boolean {
    const text = textOf(file)
    const elsewhere = new RegExp(`export (?:type )?\\{[^}]*\\b${name}\\b[^}]*\\} from '(\\.[^']+)'`).exec(text)?.[1]
    if (elsewhere !== undefined) return isDocumented(resolved(file, elsewhere), name)
    const declared = new RegExp(
      `\\*/\\n(?:// oxlint-disable[^\\n]*\\n)?export (?:default )?(?:abstract )?(?:async )?(?:const|function\\*?|class|interface|type) ${name}\\b`,
    )
    return declared.test(text)
  }
})
