import {
  createDecisionMemory,
  gather,
  recallDecision,
  type Decision,
  type DecisionMemory,
  type Policy,
  type Question,
} from '../../src/index.ts'
import { question } from './ask.ts'
import { fakeClock } from './fake-time.ts'
import { northwind } from './northwind.ts'
import type { connectCompany } from './sources.ts'

/** How a question is put to a connected company. */
export interface Gathering {
  readonly policy?: Policy
  readonly deadlineMs?: number
  readonly signal?: AbortSignal
  /** Decisions kept from earlier questions; none are, unless one is handed in. */
  readonly memory?: DecisionMemory
}

/** Puts a question to a connected company, in fake time. */
export async function gatherFrom(
  company: ReturnType<typeof connectCompany>,
  about: Partial<Question>,
  how: Gathering = {},
): Promise<Decision> {
  const { policy = northwind(), deadlineMs = 2_000, memory = createDecisionMemory(policy, company.sources) } = how
  const observe = (event: (typeof company.events)[number]): void => void company.events.push(event)
  const [asked, parts] = [question(about), { policy, sources: company.sources, clock: fakeClock, observe, memory, deadlineMs }]
  return recallDecision(asked, parts) ?? (await gather(asked, parts, how.signal))
}
