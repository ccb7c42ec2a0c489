import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ConciergeError } from '@cx-concierge/contract'
import { recordFiles } from '@cx-concierge/store'
import { checkpointsOf } from '../audit/checkpoints-of.ts'
import { openAudit, recordFileIn } from '../audit/open-audit.ts'
import { recordDatabase } from '../record-database.ts'
import { checkRecordDatabase } from './check-record-database.ts'
import { checkRecordFiles } from './check-record-files.ts'
import { about, type Finding } from './finding.ts'

const point = about('records')
const mend = 'run concierge audit verify, keep a copy of the file, and find out who could write it'

/** What is looked at. */
interface RecordsLookedAt {
  readonly data: string
  readonly checkpointsTo: string | undefined
  readonly userId: number | undefined
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Whether the records can be kept, are what was written, and whether somebody else could tell. Opens them for reading only; those of a database where the environment names one. */
export async function checkRecords({ data, checkpointsTo, userId, env }: RecordsLookedAt): Promise<readonly Finding[]> {
  const database = recordDatabase(env)
  if (database) {
    const shared = recordFiles(join(data, 'concierge.sqlite'), checkpointsTo, database.keys)
    const looked = await checkRecordDatabase(database, shared)
    return [
      ...looked,
      ...(looked.some(({ state }) => state === 'bad') ? [] : await proven(data, shared.checkpoints, env)),
      ...besideThem(checkpointsTo, 'checkpoints lie on this machine alone: its replica is lost, and they with it'),
    ]
  }
  const file = recordFileIn(data)
  const files = recordFiles(file ?? join(data, 'concierge.sqlite'), checkpointsTo)
  if (file === undefined) {
    return [
      existsSync(files.checkpoints)
        ? point.bad(`${files.checkpoints} vouches for records that are not there`, mend)
        : point.skipped('there are none yet'),
    ]
  }
  return [
    ...(await checkRecordFiles(file, files, userId)),
    ...(await proven(file, files.checkpoints, env)),
    ...besideThem(checkpointsTo, 'checkpoints lie beside the records: whoever can bend one can bend both'),
  ]
}

const besideThem = (checkpointsTo: string | undefined, what: string): readonly Finding[] =>
  checkpointsTo === undefined ? [point.warning(what, 'name a place on another machine: audit.checkpoints_to in access.yaml')] : []

async function proven(record: string, checkpointFile: string, env: RecordsLookedAt['env']): Promise<readonly Finding[]> {
  try {
    await using open = await openAudit(record, { proves: true, env })
    const areThere = existsSync(checkpointFile)
    const { checkpoints, badLines } = areThere ? await checkpointsOf(open, checkpointFile, undefined) : { checkpoints: [], badLines: [] }
    const verdict = await open.store.verify(checkpoints)
    if (!verdict.intact) {
      const what =
        verdict.firstBad === 0
          ? `they are not as this desk left them (${verdict.fault})`
          : `record ${verdict.firstBad} is not what was written`
      return [point.bad(what, mend)]
    }
    if (badLines.length > 0) return [point.bad('a checkpoint bears no good signature', mend)]
    if (areThere) return [point.good(`${verdict.lines} records, intact; ${checkpoints.length} signed checkpoints`)]
    return [
      point.good(`${verdict.lines} records, intact`),
      point.warning(
        'there are no checkpoints yet: records cut off the end cannot be seen',
        `see whether ${checkpointFile} should be there`,
      ),
    ]
  } catch (error) {
    return [point.bad(ConciergeError.is(error) ? error.message : 'cannot be read', mend)]
  }
}
