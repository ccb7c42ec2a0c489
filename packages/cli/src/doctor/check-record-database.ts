import { access, constants } from 'node:fs/promises'
import { ConciergeError } from '@cx-concierge/contract'
import type { RecordDatabase } from '@cx-concierge/gateway'
import { serverSettings, type RecordFiles } from '@cx-concierge/store'
import { about, type Finding } from './finding.ts'

const point = about('records')
const loopback = /^(?:127\.|localhost$|\[::1\]$|$)/

/** Whether the database of records keeps what it is given, and whether the keys that all replicas share are there. */
export async function checkRecordDatabase({ url }: RecordDatabase, files: RecordFiles): Promise<readonly Finding[]> {
  const keys = await Promise.all([files.hashKey, `${files.signingKey}.key`, `${files.signingKey}.pub`].map(keyFinding))
  try {
    const { syncs, hasChecksums, isEncrypted } = await serverSettings(url)
    return [
      ...keys.flat(),
      ...(syncs ? [] : [point.bad('the database does not wait for its disk', 'set fsync and full_page_writes to on in it')]),
      ...(hasChecksums
        ? []
        : [point.warning('the database would not notice a page that its disk has bent', 'switch its data checksums on: pg_checksums')]),
      ...(isEncrypted || loopback.test(new URL(url).hostname)
        ? []
        : [point.warning('records travel to the database in the open, its password too', 'add sslmode=verify-full to DATABASE_URL')]),
    ]
  } catch (error) {
    return [...keys.flat(), point.bad(ConciergeError.is(error) ? error.message : 'DATABASE_URL cannot be used', 'see docs/replicas.md')]
  }
}

async function keyFinding(file: string): Promise<readonly Finding[]> {
  try {
    await access(file, constants.R_OK)
    return []
  } catch {
    return [point.bad(`${file} cannot be read`, 'put it back from the copy you keep, or give it to the user the desk runs as')]
  }
}
