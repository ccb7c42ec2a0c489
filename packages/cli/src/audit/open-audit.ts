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
import { accountNames } from './account-names.ts'

/** The record of a gateway, open; the gateway may be running. */
export interface Audit extends AsyncDisposable {
  readonly store: Store
  readonly file: string
  readonly files: RecordFiles
  /** What a customer, given as account id or e-mail address, is called in the record; several names are those of one. */
  customer(given: string): Promise<readonly string[]>
}

/** How a record is opened. */
export interface AuditOptions {
  /** Checks signatures by this key, in a PEM file, instead of the one beside the records. */
  readonly publicKey?: string | undefined
  /** Needs a public key, by which what was signed can be told from what was not. */
  readonly proves?: boolean
  /** Needs the private key, to sign what it changes; without this the record is opened for reading only. */
  readonly changes?: boolean
}

const patientMs = 10_000

/** Opens the record in a folder, or of one file. Throws `INVALID_INPUT` when there is none. */
export async function openAudit(data: string, { publicKey, proves = false, changes = false }: AuditOptions = {}): Promise<Audit> {
  const file = recordFileIn(data)
  if (file === undefined) throw missing(`a record in ${data}; give the folder the gateway was started with by --data`)
  const files = recordFiles(file)
  if (changes && !existsSync(`${files.signingKey}.key`))
    throw missing(`the key ${files.signingKey}.key, without which nothing may be removed`)
  const key = publicKey ?? `${files.signingKey}.pub`
  if (proves && !existsSync(key)) throw missing(`the key ${key}, without which nothing can be proven; name another with --public-key`)
  const store = await openSqliteStore({
    file,
    readOnly: !changes,
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
      if (!given.includes('@')) return (await accountNames(given)).map((name) => `account:${name}`)
      if (!existsSync(files.hashKey)) throw missing(`the key ${files.hashKey}, without which no address can be looked up`)
      const normal = normalizeEmail(given)
      if (normal === undefined) throw new ConciergeError('INVALID_INPUT', `${given} is not an e-mail address.`)
      return [`email:${createKeyedHash(await readFile(files.hashKey))(normal)}`]
    },
    [Symbol.asyncDispose]: () => store.close(),
  }
}

/** The file of records in a folder, or the one that was named; `undefined` when there is none. */
export function recordFileIn(data: string): string | undefined {
  const candidates =
    existsSync(data) && statSync(data).isFile() ? [data] : ['concierge.sqlite', 'demo.sqlite'].map((name) => join(data, name))
  return candidates.find((file) => existsSync(file))
}

const missing = (what: string): ConciergeError => new ConciergeError('INVALID_INPUT', `There is not ${what}.`)
