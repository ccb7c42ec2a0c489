import { answerFaults } from './answer-faults.ts'
import { connectionFaults } from './connection-faults.ts'
import type { Fault } from './fault.ts'
import { statusFaults } from './status-faults.ts'

const groups = ['name', 'connection', 'TLS', 'time', 'status', 'sign-in', 'answer', 'schema']

/** Every fault, in the order in which a request can meet them. */
export const faults: readonly Fault[] = [...connectionFaults, ...statusFaults, ...answerFaults].toSorted(
  (a, b) => groups.indexOf(a.group) - groups.indexOf(b.group),
)
