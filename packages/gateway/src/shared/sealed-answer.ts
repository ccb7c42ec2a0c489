import type { SharedAnswer } from '@cx-concierge/core'
import { seal, unseal } from './seal.ts'

/** Most bytes an answer may take up in the shared memory. Larger ones are read by each replica for itself. */
export const mostAnswerBytes: number = 256 * 1024

/** What is written at a place: when the answer was read, and its value unless it does not exist. */
export const sealAnswer = (key: Buffer, place: string, { readAt, value }: SharedAnswer): Buffer =>
  seal(key, place, JSON.stringify(value === undefined ? [readAt] : [readAt, value]))

/** Reads it again; `undefined` for whatever was not written by a replica for this very place. */
export function unsealAnswer(key: Buffer, place: string, bytes: Buffer): Omit<SharedAnswer, 'key'> | undefined {
  const text = unseal(key, place, bytes)
  if (text === undefined) return undefined
  const [readAt, value] = JSON.parse(text) as [number, unknown?]
  return { readAt, value }
}
