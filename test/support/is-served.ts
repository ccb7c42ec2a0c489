import { once } from 'node:events'
import { connect } from 'node:net'

const usualPorts: Readonly<Record<string, number>> = { 'redis:': 6379, 'rediss:': 6379, 'postgres:': 5432, 'postgresql:': 5432 }

/** Where the server with this URL listens. */
export function placeOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(url)
  return { host: hostname, port: Number(port) || (usualPorts[protocol] ?? 0) }
}

/** Whether anything takes a connection there. */
export async function isServed(url: string): Promise<boolean> {
  const socket = connect(placeOf(url))
  const opened = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(() => false)
  socket.destroy()
  return opened
}
