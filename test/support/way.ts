import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { placeOf } from './is-served.ts'

/** A way to a server that can be cut, stopped and opened again. */
export interface Way {
  /** The server's URL, over this way. */
  readonly url: string
  /** Connections end, and no other one is let in. */
  cut(): void
  /** Nothing passes any more, and nobody is told. */
  stop(): void
  /** Everything passes again. */
  open(): void
  /** The next answer to a commit is swallowed, and its connection ends. */
  loseNextCommit(): void
  /** Connections that were tried. */
  tried(): number
}

/** Opens a way to this server; it goes away with the test. */
export async function wayTo(url: string): Promise<Way> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let state: 'open' | 'cut' | 'stopped' = 'open'
  let loses = false
  let tried = 0

  function link([inner, outer]: readonly [Socket, Socket]): void {
    inner.pipe(outer)
    outer.pipe(inner)
  }

  const server = createServer((inner) => {
    tried += 1
    inner.on('error', () => undefined)
    if (state === 'cut') {
      inner.destroy()
      return
    }
    const outer = connect(placeOf(url))
    outer.on('error', () => inner.destroy())
    const pair = [inner, outer] as const
    pairs.add(pair)
    inner.on('close', () => {
      pairs.delete(pair)
      outer.destroy()
    })
    outer.on('close', () => inner.destroy())
    outer.prependListener('data', (answer) => {
      if (!loses || !answer.includes('COMMIT\0')) return
      loses = false
      outer.unpipe(inner)
      inner.destroy()
    })
    if (state === 'open') link(pair)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    for (const pair of pairs) for (const socket of pair) socket.destroy()
    server.close()
  })
  await once(server, 'listening')
  return {
    url: Object.assign(new URL(url), { hostname: '127.0.0.1', port: String((server.address() as AddressInfo).port) }).href,
    cut() {
      state = 'cut'
      for (const pair of pairs) for (const socket of pair) socket.destroy()
    },
    stop() {
      state = 'stopped'
      for (const [inner, outer] of pairs) {
        inner.unpipe(outer).pause()
        outer.unpipe(inner).pause()
      }
    },
    open() {
      state = 'open'
      for (const pair of pairs) link(pair)
    },
    loseNextCommit() {
      loses = true
    },
    tried: () => tried,
  }
}
