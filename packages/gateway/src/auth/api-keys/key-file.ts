import { randomUUID } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { audiences, ConciergeError } from '@cx-concierge/contract'
import { z } from 'zod'
import { scopeToken } from '../scope-token.ts'
import { scryptHash } from './scrypt-hash.ts'

const moment = z.iso.datetime()

const keyRecord = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{12}$/),
  subject: z.string().min(1).max(200),
  client: z.string().min(1).max(200),
  audience: z.enum(audiences),
  scopes: z.array(z.string().regex(scopeToken)).min(1).readonly(),
  accounts: z.array(z.string().min(1)).min(1).readonly().optional(),
  customer_verified: z.boolean(),
  created: moment,
  expires: moment.optional(),
  secret: scryptHash,
})
const keyFile = z.strictObject({ version: z.literal(1), keys: z.array(keyRecord) })

/** What is kept of one API key: whose it is, what it may do, and the hash of its secret. Moments are ISO 8601 in UTC. */
export type KeyRecord = z.output<typeof keyRecord>

/** Changes whenever the file does. Throws when the file is not there. */
export function keyFileState(file: string): string {
  const { mtimeMs, size, ino } = statSync(file)
  return `${ino} ${size} ${mtimeMs}`
}

/**
 * The records of a key file. Throws `CONFIG_INVALID` when it cannot be read, is not a key file, belongs to another user, or can be written by others than its
 * owner: whoever writes it gives out keys.
 */
export function readKeyFile(file: string): readonly KeyRecord[] {
  try {
    const { mode, uid } = statSync(file)
    if ((mode & 0o022) !== 0) throw new Error('others than the owner may write the file')
    // the administrator of a machine may write every file anyway
    if (uid !== 0 && uid !== process.geteuid?.()) throw new Error('the file belongs to another user')
    return keyFile.parse(JSON.parse(readFileSync(file, 'utf8'))).keys
  } catch (cause) {
    throw new ConciergeError('CONFIG_INVALID', 'The file of API keys could not be used: it must be one, and only its owner may write it.', {
      cause,
    })
  }
}

/**
 * Replaces the records by what `change` makes of them, whole or not at all; a file that is not there has none. Throws `CONFIG_INVALID` when the file cannot be
 * used, or while somebody else is changing it.
 */
export async function changeKeyFile(file: string, change: (keys: readonly KeyRecord[]) => readonly KeyRecord[]): Promise<void> {
  const draft = `${file}.new`
  await clearAbandoned(draft)
  // the draft is the lock, too: of two who change the file at once, one is turned away instead of losing a key
  const handle = await open(draft, 'wx', 0o600).catch((cause: unknown) => {
    throw new ConciergeError(
      'CONFIG_INVALID',
      `The file of API keys cannot be changed: ${draft} cannot be made, or somebody is changing it.`,
      {
        cause,
      },
    )
  })
  try {
    const keys = change(exists(file) ? readKeyFile(file) : [])
    await handle.writeFile(`${JSON.stringify({ version: 1, keys }, null, 2)}\n`)
    await handle.sync()
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  } finally {
    await handle.close()
  }
}

/** A change takes milliseconds. A draft that is older was left behind by a process that ended in the middle of one. */
const abandonedAfterMs = 60_000

/** Takes an abandoned draft out of the way, so that it does not lock the file for ever. One that turns out to be in use after all is put back. */
async function clearAbandoned(draft: string): Promise<void> {
  if (!isAbandoned(draft)) return
  const aside = `${draft}.${randomUUID()}`
  try {
    await rename(draft, aside)
  } catch {
    // somebody else was faster
    return
  }
  // between looking and taking, somebody may have taken the old one and begun anew
  if (isAbandoned(aside)) await rm(aside, { force: true })
  else await rename(aside, draft)
}

function isAbandoned(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false })
  return found !== undefined && Math.abs(Date.now() - found.mtimeMs) > abandonedAfterMs
}

const exists = (file: string): boolean => statSync(file, { throwIfNoEntry: false }) !== undefined
