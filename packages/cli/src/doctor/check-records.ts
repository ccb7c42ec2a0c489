import { existsSync } from 'node:fs'
import { checkpointsOf } from '../audit/checkpoints-of.ts'
import { openAudit } from '../audit/open-audit.ts'
import { about, type Finding } from './finding.ts'

/** Whether the records are what was written, and whether somebody else could tell. */
export async function checkRecords(data: string, checkpointsTo: string | undefined): Promise<readonly Finding[]> {
  const point = about('records')
  if (!existsSync(data)) return [point.skipped('there are none yet')]
  let records
  try {
    records = await openAudit(data)
  } catch {
    return [point.skipped('there are none yet')]
  }
  await using open = records
  const { checkpoints, badLines } = await checkpointsOf(open, undefined, undefined)
  const verdict = await open.store.verify(checkpoints)
  const mend = 'run concierge audit verify, keep a copy of the file, and find out who could write it'
  const findings = [
    verdict.intact && badLines.length === 0
      ? point.good(`${verdict.lines} records, intact; ${checkpoints.length} signed checkpoints`)
      : point.bad(verdict.intact ? 'a checkpoint bears no good signature' : `record ${verdict.firstBad} is not what was written`, mend),
  ]
  if (checkpointsTo === undefined)
    findings.push(
      point.warning(
        'checkpoints lie beside the records: whoever can bend one can bend both',
        'name a place on another machine: audit.checkpoints_to in access.yaml',
      ),
    )
  return findings
}
