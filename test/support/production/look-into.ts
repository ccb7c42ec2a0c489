import type { ChildProcess } from 'node:child_process'
import type { Inside } from './look-inside.ts'

/** What a process needs so that it can be looked into: arguments for Node.js. */
export const lookInside: readonly string[] = ['--expose-gc', '--import', new URL('look-inside.ts', import.meta.url).href]

/** Asks a process that was started with {@link lookInside}; after a garbage collection when that is said. */
export function lookInto(child: ChildProcess): (collects?: boolean) => Promise<Inside> {
  const waiting = new Map<number, (inside: Inside) => void>()
  let last = 0
  child.on('message', ({ id, inside }: { readonly id?: number; readonly inside?: Inside }) => {
    if (id === undefined || inside === undefined) return
    waiting.get(id)?.(inside)
    waiting.delete(id)
  })
  return (collects = false) => {
    last += 1
    const id = last
    const told = new Promise<Inside>((resolve) => waiting.set(id, resolve))
    child.send({ id, collects })
    return told
  }
}
