import { describe, expect, test } from 'vitest'
import { textOf } from './support/files.ts'

interface Locked {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly hasInstallScript?: boolean
}

const { packages } = JSON.parse(textOf('package-lock.json')) as { readonly packages: Readonly<Record<string, Locked>> }
const { allowScripts } = JSON.parse(textOf('package.json')) as { readonly allowScripts: Readonly<Record<string, boolean>> }
const bought = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link)

describe('the lock file', () => {
  test('says of every package what its bytes must hash to', () => {
    expect(bought.length).toBeGreaterThan(300)
    expect(bought.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([])
  })

  test('sends nobody to a place of its own: every package comes from the registry that npm is set to', () => {
    expect(bought.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([])
  })

  test('knows of no package with an install script that nobody has decided on', () => {
    const withScripts = bought
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => String(path.split('node_modules/').at(-1)))
    expect([...new Set(withScripts)].toSorted()).toEqual(Object.keys(allowScripts).toSorted())
  })

  test('lets a single script run: the one that fetches nothing but unpacks Node.js itself', () => {
    expect(Object.entries(allowScripts).filter(([, allowed]) => allowed)).toEqual([['node', true]])
  })
})
