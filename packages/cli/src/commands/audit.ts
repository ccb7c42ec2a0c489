import type { Command } from 'commander'
import { addAuditCut } from './audit-cut.ts'
import { addAuditExport } from './audit-export.ts'
import { addAuditForget } from './audit-forget.ts'
import { addAuditKeys } from './audit-keys.ts'
import { addAuditSearch } from './audit-search.ts'
import { addAuditVerify } from './audit-verify.ts'

/** `concierge audit …` */
export function addAudit(program: Command): void {
  const audit = program
    .command('audit')
    .description('The record of every call: search it, hand it on, prove that nobody bent it, forget a person. The gateway may be running.')
  for (const add of [addAuditSearch, addAuditExport, addAuditVerify, addAuditForget, addAuditCut, addAuditKeys]) add(audit)
}
