import { ConciergeError } from '@cx-concierge/contract/errors'
import type { Client, ClientConfig } from 'pg'
import type { Work, Works } from '../engine/requests.ts'
import { stepsOfWork } from '../engine/steps-of-work.ts'
import type { Sign } from '../signing.ts'
import type { Forgotten } from '../store.ts'
import { runSteps } from './run-steps.ts'
import { abandon, beginWriting, finish, type Patience } from './transaction.ts'
import { wipe } from './wipe.ts'
import { postgresWords } from './words.ts'
import { WorkClients } from './work-clients.ts'

/** What a record is asked to do besides taking entries. */
export type RareWork = Exclude<Work, { name: 'probe' }>

/** What doing it takes. */
interface RareWorksParts {
  readonly config: ClientConfig
  readonly patience: Patience
  readonly sign: Sign
  /** How long a statement may take that does not take its time by nature, in milliseconds. */
  readonly answerWithinMs: number
  /** Throws while nothing can be changed. */
  readonly checkWritable: () => void
}

/** Works that may take their time. */
const lasts = new Set<RareWork['name']>(['sweep', 'cut', 'forget'])
const longestWorkMs = 600_000

/** Does what is rarer than taking entries: sweeping, cutting, forgetting, marking keys. */
export class RareWorks {
  readonly #parts: RareWorksParts
  readonly #clients: WorkClients

  constructor(parts: RareWorksParts) {
    this.#parts = parts
    this.#clients = new WorkClients(parts.config)
  }

  /** Throws `RECORD_NOT_WRITTEN` when it could not be done. */
  async do<Name extends RareWork['name']>(work: Extract<RareWork, { name: Name }>): Promise<Works[Name]['answer']> {
    try {
      this.#parts.checkWritable()
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it answers as Works says
      return (await this.#clients.lend(lasts.has(work.name) ? longestWorkMs : this.#parts.answerWithinMs, (client) =>
        this.#doOver(client, work),
      )) as Works[Name]['answer']
    } catch (cause) {
      throw new ConciergeError('RECORD_NOT_WRITTEN', 'The records could not be changed.', { cause })
    }
  }

  /** Resolves when the record can be written to. */
  probe(): Promise<void> {
    const { answerWithinMs, patience } = this.#parts
    return this.#clients.lend(answerWithinMs, async (client) => {
      try {
        await beginWriting(client, patience)
        await finish(client, [{ text: 'UPDATE chain_head SET seq = seq', values: [], changes: 1 }], undefined)
      } catch (error) {
        await abandon(client)
        throw error
      }
    })
  }

  /** Ends what is at work: nobody waits for it any more. */
  sever(): void {
    this.#clients.sever()
  }

  async #doOver(client: Client, work: RareWork): Promise<unknown> {
    const { patience, sign } = this.#parts
    const takesAway = work.name === 'sweep' || work.name === 'forget'
    const done = await runSteps(client, stepsOfWork(work, postgresWords, sign), { patience, takesAway })
    if (work.name !== 'forget') return done
    return { ...(done as Omit<Forgotten, 'wiped'>), wiped: await wipe(client, patience.lockWaitMs) } satisfies Forgotten
  }
}
