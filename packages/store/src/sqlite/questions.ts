import { ConciergeError } from '@cx-concierge/contract/errors'
import type { Asks, Question, Work, Works } from '../engine/requests.ts'
import type { FromWorker, ToWorker } from './messages.ts'

/** Questions that were sent to the worker and wait for their answers. */
export class Questions {
  readonly #send: (message: ToWorker) => boolean
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (reason: string) => void }>()
  #lastId = 0

  constructor(send: (message: ToWorker) => boolean) {
    this.#send = send
  }

  /** Throws `INTERNAL` when there is no answer. */
  ask<Name extends keyof Asks>(question: Extract<Question, { name: Name }>): Promise<Asks[Name]['answer']> {
    const ask = (id: number): ToWorker => ({ kind: 'ask', id, question })
    return this.#wait(ask, (cause) => new ConciergeError('INTERNAL', 'The records cannot be read right now.', { cause }))
  }

  /** Throws `RECORD_NOT_WRITTEN` when it is not known to be done. */
  work<Name extends keyof Works>(work: Extract<Work, { name: Name }>): Promise<Works[Name]['answer']> {
    const ask = (id: number): ToWorker => ({ kind: 'work', id, work })
    return this.#wait(ask, (cause) => new ConciergeError('RECORD_NOT_WRITTEN', 'The records could not be changed.', { cause }))
  }

  hear(message: FromWorker): void {
    if (message.kind === 'answer') this.#take(message.id)?.resolve(message.value)
    else if (message.kind === 'no_answer') this.#take(message.id)?.reject(message.reason)
  }

  /** Nobody is there to answer. */
  lose(reason: string): void {
    for (const id of this.#waiting.keys()) this.#take(id)?.reject(reason)
  }

  #wait<Answer>(message: (id: number) => ToWorker, fault: (cause: Error) => ConciergeError): Promise<Answer> {
    this.#lastId += 1
    const id = this.#lastId
    return new Promise<Answer>((resolve, reject) => {
      this.#waiting.set(id, {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the worker answers as Asks says
        resolve: (value) => resolve(value as Answer),
        reject: (reason) => reject(fault(new Error(reason))),
      })
      if (!this.#send(message(id))) this.#take(id)?.reject('nobody holds the database')
    })
  }

  #take(id: number): { resolve: (value: unknown) => void; reject: (reason: string) => void } | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    return waiting
  }
}
