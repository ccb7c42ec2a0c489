import { open, type FileHandle } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { IsSigned, Sign } from './signing.ts'
import type { Checkpoint } from './store.ts'

const unfinishedAtMost = 65_536

/** A place in the chain, signed. */
export interface SignedCheckpoint extends Checkpoint {
  /** Epoch milliseconds. */
  readonly at: number
  /** Which key signed it. */
  readonly keyId: string
  readonly signature: string
}

/** Signs a place in the chain. */
export function signCheckpoint(place: Checkpoint & { readonly at: number; readonly keyId: string }, sign: Sign): SignedCheckpoint {
  const { seq, link, at, keyId } = place
  return { seq, link, at, keyId, signature: sign('checkpoint', statementOf(place)) }
}

/** Adds a checkpoint to the end of this file, one line of JSON, in place of a line that a crash left unfinished. Resolves when it is on disk. */
export async function appendCheckpoint(file: string, checkpoint: SignedCheckpoint): Promise<void> {
  const handle = await open(file, 'a+', 0o600)
  try {
    await dropUnfinishedLine(handle)
    await handle.appendFile(`${JSON.stringify(checkpoint)}\n`)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

/** No line that was ever reported as written is without its end. */
async function dropUnfinishedLine(handle: FileHandle): Promise<void> {
  const { size } = await handle.stat()
  const start = Math.max(0, size - unfinishedAtMost)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start)
  const end = start + buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1
  if (end < size) await handle.truncate(end)
}

/** What a file of checkpoints holds. */
export interface CheckpointsRead {
  readonly checkpoints: readonly Checkpoint[]
  /** Numbers of lines that are no checkpoint, or bear no good signature. */
  readonly badLines: readonly number[]
  /** The last line has no end: a crash, or a copy made in that moment, cut it short. It is none of the bad ones; the next checkpoint replaces it. */
  readonly unfinished: boolean
}

/** Reads a file of checkpoints and checks every signature. Throws what the file system throws. */
export async function readCheckpoints(file: string, isSigned: IsSigned): Promise<CheckpointsRead> {
  const checkpoints: Checkpoint[] = []
  const badLines: number[] = []
  let number = 0
  await using handle = await open(file, 'r')
  const { size } = await handle.stat()
  if (size === 0) return { checkpoints, badLines, unfinished: false }
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
  const input = handle.createReadStream({ start: 0, end: size - 1, autoClose: false })
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number += 1
    const checkpoint = parsed(line)
    if (checkpoint && isSigned('checkpoint', statementOf(checkpoint), checkpoint.signature)) checkpoints.push(checkpoint)
    else badLines.push(number)
  }
  const unfinished = buffer.toString() !== '\n' && badLines.at(-1) === number
  return { checkpoints, badLines: unfinished ? badLines.slice(0, -1) : badLines, unfinished }
}

function statementOf({ seq, link, at, keyId }: Omit<SignedCheckpoint, 'signature'>): string {
  return `${seq}\n${link}\n${at}\n${keyId}`
}

function parsed(line: string): SignedCheckpoint | undefined {
  try {
    const value: unknown = JSON.parse(line)
    // the very line that was written, and no other that means the same
    return isCheckpoint(value) && JSON.stringify(value) === line ? value : undefined
  } catch {
    return undefined
  }
}

const parts = ['seq', 'link', 'at', 'keyId', 'signature']

function isCheckpoint(value: unknown): value is SignedCheckpoint {
  if (typeof value !== 'object' || value === null) return false
  const { seq, link, at, keyId, signature } = value as Readonly<Record<string, unknown>>
  if (Object.keys(value).join() !== parts.join() || !Number.isSafeInteger(seq) || Number(seq) < 1) return false
  return typeof at === 'number' && [link, keyId, signature].every((part) => typeof part === 'string')
}
