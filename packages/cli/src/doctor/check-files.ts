import type { Stats } from 'node:fs'
import { access, constants, readFile, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { secretReferences } from '@cx-concierge/gateway'
import { about, type Finding } from './finding.ts'
import { daysSince, oldSecretDays } from './secret-age.ts'

const othersMay = 0o077
const groupReads = 0o040
const leastFreeBytes = 1_073_741_824

/** Whether the folder for records and keys can be written by us, read by nobody else, and has room. */
export async function checkDataFolder(folder: string): Promise<readonly Finding[]> {
  const data = about('data folder')
  const found = await stat(folder).catch(() => undefined)
  if (!found?.isDirectory()) return [data.bad(`${folder} is not there`, 'make it, or name another with --data')]
  const findings: Finding[] = []
  const writable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  )
  findings.push(
    writable ? data.good(`${folder} can be written`) : data.bad(`${folder} cannot be written`, 'give it to the user the desk runs as'),
  )
  if ((found.mode & othersMay) !== 0) findings.push(data.bad('other users of this machine may look into it', `chmod 700 ${folder}`))
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  findings.push(
    free >= leastFreeBytes
      ? data.good(`${gibibytes(free)} GiB free`)
      : data.bad(`only ${gibibytes(free)} GiB free; without room no call can be recorded`, 'make room, or move it to a larger disk'),
  )
  for (const key of ['hash.key', 'checkpoint.key'])
    findings.push(...(await checkSecretFile(`data folder ${key}`, join(folder, key), undefined)))
  return findings
}

/** Whether a file that holds a secret is kept from others and not too old. A file that is not there is not our business here. */
async function checkSecretFile(point: string, file: string, nowMs: number | undefined): Promise<readonly Finding[]> {
  const secret = about(point)
  const found = await stat(file).catch(() => undefined)
  if (!found) return []
  if ((found.mode & othersMay) !== 0 && !isLent(found))
    return [secret.bad(`${file} can be read by other users of this machine`, `chmod 600 ${file}`)]
  const ageDays = nowMs === undefined ? 0 : daysSince(found.mtimeMs, nowMs)
  return ageDays > oldSecretDays
    ? [secret.warning(`${file} was not changed for ${ageDays} days`, 'rotate the key at the vendor and put the new one here')]
    : [
        secret.good(
          `${file} can be read by ${isLent(found) ? 'its owner and our group' : 'its owner'} only${ageDays === 0 ? '' : `, ${ageDays} days old`}`,
        ),
      ]
}

/** Whether somebody else owns the file and lets our group read it, as Kubernetes mounts secrets where there is an `fsGroup`. */
const isLent = ({ mode, uid, gid }: Stats): boolean =>
  (mode & othersMay) === groupReads && uid !== process.geteuid?.() && (process.getgroups?.().includes(gid) ?? false)

/** The same for every file that the configuration takes a secret from. */
export async function checkSecretFiles(folder: string, nowMs: number): Promise<readonly Finding[]> {
  const secrets = about('secrets')
  const texts = await Promise.all(configurationFiles.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')))
  const references = texts.flatMap(secretReferences)
  const named = (wanted: 'env' | 'file'): readonly string[] => [
    ...new Set(references.filter(({ kind }) => kind === wanted).map(({ name }) => name)),
  ]
  const [files, variables] = [named('file'), named('env')]
  const findings = await Promise.all(files.map((file) => checkSecretFile('secrets', file, nowMs)))
  return [
    ...findings.flat(),
    ...(variables.length === 0
      ? []
      : [secrets.skipped(`${variables.length} values come from the environment; how old they are cannot be told`)]),
  ]
}

const configurationFiles = ['connectors.yaml', 'people.yaml', 'routing.yaml', 'access.yaml']

const gibibytes = (bytes: number): string => (bytes / 1_073_741_824).toFixed(1)
