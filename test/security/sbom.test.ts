import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const root = new URL('../..', import.meta.url).pathname

interface Locked {
  readonly version?: string
  readonly link?: boolean
}

test('npm run sbom lists exactly what the lock file has installed', async () => {
  const { stdout } = await run('npm', ['run', '--silent', 'sbom'], { cwd: root, maxBuffer: 64 * 1024 * 1024 })
  const { components } = JSON.parse(stdout) as { readonly components: readonly { readonly name: string; readonly version: string }[] }
  const { packages } = JSON.parse(await readFile(`${root}package-lock.json`, 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>
  }
  // parts for other platforms are locked too, and not there
  const installed = Object.entries(packages)
    .filter(([path, { link }]) => path.includes('node_modules/') && !link && existsSync(root + path))
    .map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`)
  expect(installed.length).toBeGreaterThan(300)
  const own = Object.keys(packages).filter((path) => !path.includes('node_modules/'))
  const ownFolders = new Set(own.map((path) => path.split('/').at(-1)))
  // what the package `node` brings by its own script is not in the lock file, and may be left where the bill sees it
  const broughtByNode = `node-${process.platform}-${process.arch}`
  const listed = components
    .filter(({ name, version }) => !(ownFolders.has(name) && version === '0.1.0') && name !== broughtByNode)
    .map(({ name, version }) => `${name}@${version}`)
  expect([...new Set(listed)].toSorted()).toEqual([...new Set(installed)].toSorted())
})
