// Loaded before a gateway and on each of its threads: tells the parent process what the gateway's own metrics do not, such as its heap after a
// collection. Production code knows nothing of it.
import { readdirSync } from 'node:fs'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import { BroadcastChannel, isMainThread, threadId, threadName } from 'node:worker_threads'

/** One thread of a process. */
export interface ThreadInside {
  readonly name: string
  /** Bytes in use; after a collection when one was asked for. */
  readonly heapBytes: number
  /** Everything it has ever allocated. */
  readonly allocatedBytes: number
  readonly cpuMs: number
  readonly loopBusyMs: number
}

/** A process as it is from within. Totals count from its start. */
export interface Inside {
  readonly main: ThreadInside
  readonly others: readonly ThreadInside[]
  /** Outside the heap: buffers above all. */
  readonly externalBytes: number
  readonly residentBytes: number
  /** Of all threads, the collector's and the compiler's included. */
  readonly cpuMs: number
  readonly descriptors: number
  /** What keeps the process alive, in the words of node:process, and how many of each. */
  readonly resources: Readonly<Record<string, number>>
  /** Of the event loop since it was asked last. */
  readonly delayP99Ms: number
  readonly delayMaxMs: number
}

/** What is asked. */
export interface Look {
  readonly id: number
  /** Whether garbage is collected first. */
  readonly collects: boolean
}

const collect = (globalThis as { readonly gc?: () => void }).gc
const threadMs = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000
const nsPerMs = 1e6
const longestWaitMs = 2_000

function thread(collects: boolean): ThreadInside {
  const loopBusyMs = performance.eventLoopUtilization().active
  const cpuMs = threadMs(process.threadCpuUsage())
  const { total_allocated_bytes: allocatedBytes } = getHeapStatistics() as unknown as { readonly total_allocated_bytes: number }
  if (collects) for (let times = 0; times < 2; times += 1) collect?.()
  return { name: isMainThread ? 'main' : (threadName ?? ''), heapBytes: process.memoryUsage().heapUsed, allocatedBytes, cpuMs, loopBusyMs }
}

const channel = new BroadcastChannel('look-inside')
channel.unref()
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is another postMessage
const tell = (what: object): void => channel.postMessage(what)
const hear = (listen: (data: object) => void): void =>
  channel.addEventListener('message', (event) => listen((event as MessageEvent<object>).data))

if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const threads = new Set<number>()
  const others = new Map<number, ThreadInside>()
  let heard: (() => void) | undefined
  hear((data) => {
    const { from, ended, inside } = data as { readonly from: number; readonly ended?: true; readonly inside?: ThreadInside }
    if (ended) threads.delete(from)
    else threads.add(from)
    if (inside) others.set(from, inside)
    heard?.()
  })
  const ask = async ({ id, collects }: Look): Promise<void> => {
    const [delayP99Ms, delayMaxMs] = [delay.percentile(99) / nsPerMs, delay.max / nsPerMs]
    others.clear()
    tell({ collects })
    const until = performance.now() + longestWaitMs
    while ([...threads].some((one) => !others.has(one)) && performance.now() < until)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, longestWaitMs)
        heard = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    const cpuMs = threadMs(process.cpuUsage())
    const main = thread(collects)
    const { external, rss } = process.memoryUsage()
    const resources: Record<string, number> = {}
    for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1
    const inside: Inside = {
      main,
      others: [...others.values()],
      externalBytes: external,
      residentBytes: rss,
      cpuMs,
      descriptors: readdirSync('/proc/self/fd').length,
      resources,
      delayP99Ms,
      delayMaxMs,
    }
    process.send?.({ id, inside })
    // what looking cost is not the gateway's
    setImmediate(() => delay.reset())
  }
  process.on('message', (look: Look) => void ask(look))
  // nobody is left who could end it, or read what it would still say
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  // listening must not keep it alive
  process.channel?.unref()
} else {
  tell({ from: threadId })
  hear((data) => {
    if ('collects' in data) tell({ from: threadId, inside: thread(data.collects === true) })
  })
  process.once('exit', () => tell({ from: threadId, ended: true }))
}
