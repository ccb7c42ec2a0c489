import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { fromRoot } from './support/from-root.ts'

const lines = readFileSync(fromRoot('docker/Dockerfile'), 'utf8').split('\n')
const said = (word: string): string[] => lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1))

test('the image runs as a numbered user that is not root, from a pinned Node.js of the same release as the tests', () => {
  expect(said('USER')).toEqual(['10001:10001'])
  expect(said('ARG')).toEqual([`NODE_IMAGE=node:${process.versions.node}-slim`])
  expect(said('FROM')).toEqual(['${NODE_IMAGE} AS packages', '${NODE_IMAGE}'])
})

test('everything that it starts by name is in the repository', () => {
  const named = [...lines.join('\n').matchAll(/"\/app\/([^"]+)"/g)].map(([, path = '']) => path)
  expect(named).toEqual(['docker/is-live.mjs', 'packages/cli/src/main.ts'])
  for (const path of named) expect(() => readFileSync(fromRoot(path))).not.toThrow()
})

async function healthOf(port: number): Promise<number> {
  const child = spawn(process.execPath, [fromRoot('docker/is-live.mjs')], { env: { PORT: String(port) } })
  const [code] = (await once(child, 'exit')) as [number]
  return code
}

test.each([
  [200, 0],
  [503, 1],
])('a gateway that answers %i has health %i', async (status, health) => {
  const server = createServer((request, response) => response.writeHead(request.url === '/live' ? status : 404).end())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  try {
    expect(await healthOf((server.address() as AddressInfo).port)).toBe(health)
  } finally {
    server.close()
  }
})

test('a gateway that is not there has none', async () => {
  expect(await healthOf(1)).toBe(1)
})
