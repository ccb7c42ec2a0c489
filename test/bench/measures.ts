import { cold } from './cold.ts'
import { cost } from './cost.ts'
import { half } from './half.ts'
import { heap } from './heap.ts'
import type { Measure } from './measure.ts'
import { overload } from './overload.ts'
import { peersBeside } from './peers.ts'
import { ready } from './ready.ts'
import { replicas } from './replicas.ts'
import { slowClients } from './slow-clients.ts'
import { tokens } from './tokens.ts'
import { warm } from './warm.ts'

/** Everything that is measured, in the order in which it is printed. */
export const measures: readonly Measure[] = [warm, half, cost, cold, overload, peersBeside, slowClients, replicas, heap, ready, tokens]
