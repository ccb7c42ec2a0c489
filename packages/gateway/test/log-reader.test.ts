import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'

const script = new URL('support/log-and-end.ts', import.meta.url).pathname

async function ready(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  if (child.stdout) await once(child.stdout, 'data')
  return child
}

async function told(child: ChildProcess): Promise<unknown> {
  const ended = once(child, 'exit')
  child.stdin?.write('now')
  return (await ended)[0]
}

it('writes its last lines when the process ends', async () => {
  const child = await ready()
  let text = ''
  child.stdout?.on('data', (bytes) => (text += String(bytes)))
  expect(await told(child)).toBe(0)
  expect(text.match(/"count":/g)).toHaveLength(100)
})

it('ends although whoever read the log is gone', async () => {
  const child = await ready()
  child.stdout?.destroy()
  expect(await told(child)).toBe(0)
})
