import { chmod, readdir, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** What a running gateway can be asked by whoever owns its data folder. */
const orders = ['reload', 'status'] as const

/** One of what a gateway obeys. */
export type Order = (typeof orders)[number]

const socketName = /^gateway-(\d+)\.sock$/
const patienceMs = 30_000

/**
 * Takes orders at a socket in the data folder, one per connection, and answers with JSON. Only the folder's owner can open it, nothing of it is on any
 * network, and a number that another process was given meanwhile leads nowhere. Returns how to stop.
 */
export async function takeOrders(dataFolder: string, obey: (order: Order) => Promise<unknown>): Promise<() => Promise<void>> {
  const file = join(dataFolder, `gateway-${process.pid}.sock`)
  await rm(file, { force: true })
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    socket.setTimeout(patienceMs, () => socket.destroy())
    socket.setEncoding('utf8').once('data', (line: string) => {
      const order = orders.find((one) => one === line.trim())
      if (order === undefined) socket.end(JSON.stringify({ error: `an order is one of: ${orders.join(', ')}` }))
      else
        obey(order).then(
          (answer) => socket.end(JSON.stringify(answer)),
          () => socket.destroy(),
        )
    })
  })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(file, resolve)
  await promise
  await chmod(file, 0o600)
  server.unref()
  return async () => {
    server.close()
    await rm(file, { force: true })
  }
}

/** What one gateway answered. */
export interface Answered<Answer> {
  readonly pid: number
  readonly answer: Answer
}

/** Gives an order to every gateway that runs over a data folder. What an ended one left behind is removed. */
export async function giveOrder<Answer>(dataFolder: string, order: Order): Promise<readonly Answered<Answer>[]> {
  const names = await readdir(dataFolder).catch((): string[] => [])
  const answered = names.flatMap((name) => {
    const pid = socketName.exec(name)?.[1]
    return pid === undefined ? [] : [ask<Answer>(join(dataFolder, name), order).then((answer) => answer && { pid: Number(pid), answer })]
  })
  return (await Promise.all(answered)).filter((one) => one !== undefined)
}

async function ask<Answer>(file: string, order: Order): Promise<Answer | undefined> {
  const socket = connect(file)
  try {
    socket.end(`${order}\n`)
    return JSON.parse(await text(socket)) as Answer
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') await rm(file, { force: true })
    return undefined
  }
}
