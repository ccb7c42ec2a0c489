import { parentPort, workerData } from 'node:worker_threads'
import { isDamaged } from './connection-is-lost.ts'
import type { IntegrityQuestion } from './integrity.ts'
import { isSound } from './is-sound.ts'
import { openReader } from './open-database.ts'

const { file, lockWaitMs } = workerData as IntegrityQuestion

function sound(): boolean {
  try {
    using reader = openReader(file, lockWaitMs)
    return isSound(reader)
  } catch (error) {
    if (isDamaged(error)) return false
    throw error
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort?.postMessage(sound())
