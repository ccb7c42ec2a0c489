import type { Command } from 'commander'
import type { Fault } from '@cx-concierge/store'
import { say } from '../terminal.ts'
import { dataOption } from './audit-filters.ts'

interface VerifyFlags {
  readonly data: string
  readonly checkpoints?: string
  readonly publicKey?: string
  readonly json?: boolean
}

const faults: Readonly<Record<Fault, string>> = {
  missing: 'is not there',
  changed: 'is not what was written',
  body: 'has not the decision that was written',
  person: 'is not about whom it was written',
  removal: 'was blanked, or brought back, without a signed removal',
  checkpoint: 'is the first that no checkpoint vouches for: from here on the record was written anew',
  cut_off: 'and all after it, which a checkpoint has seen, were cut off',
  start: 'and others at the beginning were taken off without a signature',
  redirect: 'An account is said to be merged into another, and this desk did not sign it',
  schema: 'The records lie among what this desk did not make, such as a trigger or a view, or lack what it did',
  damaged: 'The database itself is damaged',
}

/** `concierge audit verify` */
export function addAuditVerify(audit: Command): void {
  audit
    .command('verify')
    .description(
      'Prove that the record is what was written: every link, decision, removal and signed checkpoint. Names the first bad record.',
    )
    .addOption(dataOption())
    .option('--checkpoints <file>', 'signed checkpoints; those beside the records when not given. Best a copy from another machine.')
    .option('--public-key <file>', 'the public key they were signed with; the one beside the records when not given')
    .option('--json', 'print the verdict for machines')
    .addHelpText(
      'after',
      '\nEnds with 1 when something is wrong.\n\nWithout checkpoints, and a public key, that lay out of reach of whoever could write the file, records cut\noff its end and a record forged from its first line on cannot be seen.\n\nExamples:\n  concierge audit verify\n  concierge audit verify --data /var/lib/concierge --checkpoints /mnt/audit/concierge.jsonl --public-key /mnt/audit/checkpoint.pub',
    )
    .action(async (flags: VerifyFlags) => {
      const { openAudit } = await import('../audit/open-audit.ts')
      const { checkpointsOf } = await import('../audit/checkpoints-of.ts')
      await using records = await openAudit(flags.data, { publicKey: flags.publicKey, proves: true })
      const { checkpoints, badLines, unfinished } = await checkpointsOf(records, flags.checkpoints, flags.publicKey)
      const started = performance.now()
      const verdict = await records.store.verify(checkpoints)
      const perSecond = verdict.intact ? Math.round((verdict.lines / (performance.now() - started)) * 1000) : undefined
      const intact = verdict.intact && badLines.length === 0
      if (!intact) process.exitCode = 1
      if (flags.json) {
        say(
          JSON.stringify({
            ...verdict,
            intact,
            checkpoints: checkpoints.length,
            badCheckpointLines: badLines,
            unfinishedCheckpointLine: unfinished,
            perSecond,
          }),
        )
        return
      }
      for (const line of badLines) say(`Checkpoint line ${line} bears no good signature.`)
      if (unfinished) say('The last line of checkpoints is unfinished, as after a crash, or while it is being written.')
      if (!verdict.intact) say(`Not intact: ${verdict.firstBad === 0 ? '' : `record ${verdict.firstBad} `}${faults[verdict.fault]}.`)
      else
        say(
          `${intact ? 'Intact' : 'The records themselves are intact'}: ${verdict.lines} records, ${perSecond} per second, up to ${verdict.head.seq}.`,
        )
      if (checkpoints.length > 0)
        say(`${checkpoints.length} checkpoint${checkpoints.length === 1 ? '' : 's'}, the newest at record ${checkpoints.at(-1)?.seq}.`)
      else say('There are no checkpoints: records cut off the end cannot be seen.')
    })
}
