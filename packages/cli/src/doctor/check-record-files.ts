import { access, constants, readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { RecordFiles } from '@cx-concierge/store'
import { about, type Finding } from './finding.ts'

const point = about('records')
const othersMay = 0o077

/** Whether the files of a record are ours alone, and can be used: the record itself, its keys, and the place of its checkpoints. */
export async function checkRecordFiles(file: string, files: RecordFiles, userId: number | undefined): Promise<readonly Finding[]> {
  const found = await stat(file)
  const keys = [files.hashKey, `${files.signingKey}.key`, `${files.signingKey}.pub`]
  const checks: readonly (readonly [isFault: boolean, what: string, mend: string])[] = [
    [!found.isFile(), `${file} is no file`, 'name the folder of the records with --data'],
    [(found.mode & othersMay) !== 0, `${file} can be read by other users of this machine`, `chmod 600 ${file}`],
    [
      userId !== undefined && found.uid !== userId,
      `${file} belongs to another user`,
      'run this as the user the desk runs as, or give the file to them',
    ],
    [await isRefused(access(file, constants.R_OK)), `${file} cannot be read`, 'give it to the user the desk runs as'],
    [await isRefused(access(file, constants.W_OK)), `${file} cannot be written`, 'give it to the user the desk runs as'],
    ...(await Promise.all(
      keys.map(async (key) => [await isRefused(readFile(key)), `${key} cannot be read`, 'put it back from the copy you keep'] as const),
    )),
    [
      await cannotBeAppended(files.checkpoints),
      `${files.checkpoints} cannot be written`,
      'make its folder, and let the user the desk runs as write there',
    ],
  ]
  return checks.flatMap(([isFault, what, mend]) => (isFault ? [point.bad(what, mend)] : []))
}

const isRefused = (attempt: Promise<unknown>): Promise<boolean> =>
  attempt.then(
    () => false,
    () => true,
  )

/** Whether nothing can be added to a file; one that is not there yet has to be made. */
async function cannotBeAppended(file: string): Promise<boolean> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? 'none' : 'hidden'))
  if (found === 'hidden') return true
  if (found === 'none') return await isRefused(access(dirname(file), constants.W_OK))
  return !found.isFile() || (await isRefused(access(file, constants.W_OK)))
}
