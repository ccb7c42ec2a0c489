import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** What came of one request. */
export interface RawEnd {
  /** `answered`, or why not: the connection ended, nothing came in time, the caller went away as it was to, or no connection was free in time. */
  readonly how: 'answered' | 'cut' | 'hung' | 'hung up' | 'never sent'
  /** 0 without an answer. */
  readonly status: number
  /** The answer's head and body as they came, a character per byte. */
  readonly text: string
  /** From when it was due. */
  readonly tookMs: number
}

/** A request that is to be sent. */
interface RawRequest {
  readonly bytes: Buffer
  /** In milliseconds of `performance.now()`. */
  readonly dueAt: number
  /** When its caller goes away. */
  readonly hangUpAfterMs?: number
}

/** Connections that are kept and shared, with no HTTP client on top of them that would take the processor from who is measured. */
export interface RawLines {
  send(request: RawRequest, ended: (end: RawEnd) => void): void
  /** Opens all the connections there may be, and resolves when they are. */
  openAll(): Promise<void>
  /** Most connections that were open at once. */
  readonly most: () => number
  /** Connections that are open now. */
  readonly open: () => number
  /** Requests without an end. */
  readonly underWay: () => number
  close(): void
}

/** How many connections there may be, and how long an answer may take. */
export interface RawLinesOptions {
  /** Requests beyond this many at once wait for a connection, and their time runs. */
  readonly mostConnections?: number
  readonly answerWithinMs?: number
}

interface Task extends RawRequest {
  readonly ended: (end: RawEnd) => void
}

interface Line {
  readonly socket: Socket
  task: Task | undefined
  sentAt: number
  received: string
}

const lookEveryMs = 200

/** Opens connections to where a URL leads, as they are needed. */
export function openRawLines(url: string, { mostConnections = 2_000, answerWithinMs = 10_000 }: RawLinesOptions = {}): RawLines {
  const { hostname, port } = new URL(url)
  const idle: Line[] = []
  const open = new Set<Line>()
  const waiting: Task[] = []
  let most = 0

  const settle = ({ dueAt, ended }: Task, how: RawEnd['how'], text = ''): void =>
    ended({ how, status: Number(text.slice(9, 12)), text, tookMs: performance.now() - dueAt })

  const closed = (line: Line, how: RawEnd['how']): void => {
    if (!open.delete(line)) return
    line.socket.destroy()
    const at = idle.indexOf(line)
    if (at >= 0) idle.splice(at, 1)
    const { task } = line
    line.task = undefined
    if (task !== undefined) settle(task, how)
    next()
  }

  const arrived = (line: Line, isLast: boolean): void => {
    const { task, received } = line
    line.task = undefined
    line.received = ''
    if (isLast) {
      open.delete(line)
      line.socket.destroy()
    } else idle.push(line)
    if (task !== undefined) settle(task, 'answered', received)
    next()
  }

  const read = (line: Line, text: string): void => {
    // nobody asked: it says that this connection was left unused for too long
    if (line.task === undefined) {
      closed(line, 'cut')
      return
    }
    line.received += text
    const head = line.received.indexOf('\r\n\r\n')
    if (head < 0) return
    const length = /\r\ncontent-length: (\d+)/i.exec(line.received)?.[1]
    if (length === undefined ? !line.received.endsWith('\r\n0\r\n\r\n') : line.received.length < head + 4 + Number(length)) return
    arrived(line, /\r\nconnection: close/i.test(line.received.slice(0, head)))
  }

  const openLine = (): Line => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    const line: Line = { socket, task: undefined, sentAt: 0, received: '' }
    // lengths are counted in characters, so that each byte must be one
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => read(line, text))
    socket.on('error', () => closed(line, 'cut'))
    socket.on('close', () => closed(line, 'cut'))
    open.add(line)
    most = Math.max(most, open.size)
    return line
  }

  const begin = (line: Line, task: Task): void => {
    line.task = task
    line.sentAt = performance.now()
    line.socket.write(task.bytes)
    if (task.hangUpAfterMs !== undefined) setTimeout(() => line.task === task && closed(line, 'hung up'), task.hangUpAfterMs)
  }

  const next = (): void => {
    while (waiting.length > 0) {
      const line = idle.pop() ?? (open.size < mostConnections ? openLine() : undefined)
      if (line === undefined) return
      begin(line, waiting.shift() as Task)
    }
  }

  const looking = setInterval(() => {
    const since = performance.now() - answerWithinMs
    while (waiting[0] !== undefined && waiting[0].dueAt < since) settle(waiting.shift() as Task, 'never sent')
    for (const line of open) if (line.task !== undefined && line.sentAt < since) closed(line, 'hung')
  }, lookEveryMs)

  return {
    openAll: async () => {
      const opened = []
      while (open.size < mostConnections) {
        const line = openLine()
        opened.push(once(line.socket, 'connect').then(() => idle.push(line)))
      }
      await Promise.all(opened)
    },
    send: (request, ended) => {
      waiting.push({ ...request, ended })
      next()
    },
    most: () => most,
    open: () => open.size,
    underWay: () => open.size - idle.length + waiting.length,
    close: () => {
      clearInterval(looking)
      for (const line of open) closed(line, 'cut')
    },
  }
}
