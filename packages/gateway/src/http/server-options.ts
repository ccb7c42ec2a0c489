import type { ServerOptions } from 'node:http'
import type { Limits } from '../limits.ts'
import { lookAtConnectionsEveryMs } from './connection-bounds.ts'

/** What a server is made with: how long heads may take, how large they may be. */
export const serverOptions = (limits: Limits): ServerOptions => ({
  headersTimeout: limits.headersTimeoutMs,
  connectionsCheckingInterval: lookAtConnectionsEveryMs,
  maxHeaderSize: limits.headerBytes,
  // two Authorization headers become one that cannot be read, rather than the first of them
  joinDuplicateHeaders: true,
})
