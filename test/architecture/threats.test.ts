import { expect, test } from 'vitest'
import { sourcesIn, textOf } from './support/files.ts'

const { scripts } = JSON.parse(textOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> }
const threats = textOf('SECURITY.md')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split(' | '))
  .slice(1)
const testFiles = ['packages', 'connectors', 'test']
  .flatMap(sourcesIn)
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => path.replace('.test.ts', ''))

/** Whether a name such as `core/test/decide-bound`, `access-matrix`, a folder of tests or `protect-*` means any test file. */
function names(name: string): boolean {
  const ending = name.replace('.test.ts', '').replace('*', '')
  const isOpen = name.endsWith('*')
  return testFiles.some((path) => {
    const at = `/${path}`.lastIndexOf(`/${ending}`)
    return at !== -1 && (isOpen || `/${path}/`.startsWith(`/${ending}/`, at))
  })
}

test('every threat has a control and is shown by something', () => {
  expect(threats.length).toBeGreaterThan(12)
  for (const columns of threats) expect(columns).toHaveLength(3)
})

test.each(threats.map(([threat = '', , shownBy = '']) => [threat.slice(2), shownBy]))(
  '%s: what shows the control exists',
  (_threat, shownBy) => {
    const shown = [...shownBy.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
    expect(shown).not.toEqual([])
    const missing = shown.filter((name) => (name.startsWith('npm run ') ? !(name.slice(8) in scripts) : !names(name)))
    expect(missing).toEqual([])
  },
)
