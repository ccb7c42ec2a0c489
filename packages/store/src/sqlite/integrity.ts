import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** Which file is to be looked at. */
export interface IntegrityQuestion {
  readonly file: string
  /** How long another process that is writing is waited for, in milliseconds. */
  readonly lockWaitMs: number
}

/** Whether the database in this file is sound in itself. Looks on a thread of its own, since nothing can be done beside it on the same. */
export async function integrityOf(question: IntegrityQuestion): Promise<boolean> {
  const worker = new Worker(new URL('./integrity-worker.ts', import.meta.url), { workerData: question, name: 'cx-concierge-integrity' })
  const [sound] = (await once(worker, 'message')) as [boolean]
  return sound
}
