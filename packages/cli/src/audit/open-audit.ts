import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConciergeError } from '@cx-concierge/contract'
import { normalizeEmail } from '@cx-concierge/core'
import {
  createKeyedHash,
  loadOrCreateSigningKey,
  loadPublicKey,
  openSqliteStore,
  recordFiles,
  type RecordFiles,
  type Store,
} from '@cx-concierge/store'

/** The record of a gateway, open; the gateway may be running. */
export interface Audit extends AsyncDisposable {
  readonly store: Store
  readonly file: string
  readonly files: RecordFiles
  /** What a customer, given as account id or e-mail address, is called in the record. */
  customer(given: string): Promise<string>
}

/** How a record is opened. */
export interface AuditOptions {
  /** Checks signatures by this key, in a PEM file, instead of the one beside the records. */
  readonly publicKey?: string | undefined
  /** Needs the private key, to sign what it changes. */
  readonly changes?: boolean
}

const patientMs = 10_000

/** Opens the record in a folder, or of one file. Throws `INVALID_INPUT` when there is none. */
export async function openAudit(data: string, { publicKey, changes = false }: AuditOptions = {}): Promise<Audit> {
  const file = recordsIn(data)
  const files = recordFiles(file)
  if (changes && !existsSync(`${files.signingKey}.key`))
    throw missing(`the key ${files.signingKey}.key, without which nothing may be removed`)
  const key = publicKey ?? `${files.signingKey}.pub`
  const store = await openSqliteStore({
    file,
    lockWaitMs: patientMs,
    answerWithinMs: patientMs * 60,
    ...(changes ? { signingKey: await loadOrCreateSigningKey(files.signingKey) } : {}),
    ...(publicKey !== undefined || existsSync(key) ? { publicKey: await loadPublicKey(key) } : {}),
  })
  return {
    store,
    file,
    files,
    async customer(given) {
      if (!given.includes('@')) return `account:${given}`
      if (!existsSync(files.hashKey)) throw missing(`the key ${files.hashKey}, without which no address can be looked up`)
      const normal = normalizeEmail(given)
      if (normal === undefined) throw new ConciergeError('INVALID_INPUT', `${given} is not an e-mail address.`)
      return `email:${createKeyedHash(await readFile(files.hashKey))(normal)}`
    },
    [Symbol.asyncDispose]: () => store.close(),
  }
}

function recordsIn(data: string): string {
  const candidates =
    existsSync(data) && statSync(data).isFile() ? [data] : ['concierge.sqlite', 'demo.sqlite'].map((name) => join(data, name))
  const found = candidates.find((file) => existsSync(file))
  if (found === undefined) throw missing(`a record in ${data}; give the folder the gateway was started with by --data`)
  return found
}

const missing = (what: string): ConciergeError => new ConciergeError('INVALID_INPUT', `There is not ${what}.`)
