import { ConciergeError } from '@cx-concierge/contract/errors'
import { Kysely } from 'kysely'
import type { ClientConfig } from 'pg'
import { answerQuestion, type AskedRecord } from '../engine/answer-question.ts'
import type { Asks, Question } from '../engine/requests.ts'
import type { Tables } from '../engine/tables.ts'
import type { IsSigned } from '../signing.ts'
import { dialectOver } from './dialect.ts'
import { ReaderPool } from './reader-pool.ts'
import { postgresReader } from './reader.ts'
import { verifyRecord } from './verify-record.ts'

/** What answering questions takes. */
interface QuestionsParts {
  readonly config: ClientConfig
  readonly schema: string
  readonly isSigned: IsSigned
  /** Throws while nothing can be asked: whoever cannot be asked is not waited for. */
  readonly checkReachable: () => void
}

/** Answers questions about the record, over connections of their own. */
export class Questions {
  readonly #pool: ReaderPool
  readonly #record: AskedRecord
  readonly #checkReachable: () => void

  constructor({ config, schema, isSigned, checkReachable }: QuestionsParts) {
    const pool = new ReaderPool(config)
    const lend = async () => {
      checkReachable()
      const client = await pool.connect()
      return { client, giveBack: (error?: Error) => client.release(error) }
    }
    this.#pool = pool
    this.#checkReachable = checkReachable
    this.#record = {
      reader: postgresReader(new Kysely<Tables>({ dialect: dialectOver(lend) })),
      isSigned,
      verify: (known) => verifyRecord({ pool, schema, isSigned }, known),
    }
  }

  /** Throws `INTERNAL` when the record cannot be read. */
  async ask<Name extends keyof Asks>(question: Extract<Question, { name: Name }>): Promise<Asks[Name]['answer']> {
    try {
      this.#checkReachable()
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it answers as Asks says
      return (await answerQuestion(this.#record, question)) as Asks[Name]['answer']
    } catch (cause) {
      throw new ConciergeError('INTERNAL', 'The records cannot be read right now.', { cause })
    }
  }

  /** Waits for questions that are being answered. */
  close(): Promise<void> {
    return this.#pool.end()
  }
}
