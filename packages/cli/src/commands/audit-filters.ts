import { InvalidArgumentError, Option, type Command } from 'commander'
import type { Audit } from '../audit/open-audit.ts'
import { moment } from '../audit/moment.ts'
import type { AuditOutcome, LineQuery } from '@cx-concierge/store'

/** The options that say which records are wanted. */
export interface AuditFilters {
  readonly data: string
  readonly customer?: string
  readonly tool?: string
  readonly outcome?: AuditOutcome
  readonly from?: number
  readonly to?: number
  readonly unfinished?: boolean
}

const outcomes: readonly AuditOutcome[] = ['answered', 'refused', 'failed', 'cancelled']

/** Where the record is. */
export const dataOption = (): Option =>
  new Option('--data <folder>', 'the folder the gateway was started with, or one file of records').env('CONCIERGE_DATA').default('.data')

/** Adds the options that say which records are wanted. */
export function addFilters(command: Command): Command {
  return command
    .addOption(dataOption())
    .option('--customer <id or e-mail>', 'records about this account, account number or address')
    .option('--tool <name>', 'records of this tool')
    .addOption(new Option('--outcome <outcome>', 'how the call ended').choices(outcomes))
    .option('--from <moment>', 'not before: 2026-11-20, 2026-11-20T15:00Z, or 24h for a day ago', moment)
    .option('--to <moment>', 'before', moment)
    .option('--unfinished', 'only calls that began and did not end: the process died in them, or is in them now')
}

/** Those options as a question to the record. */
export async function queryOf(filters: AuditFilters, audit: Audit): Promise<Omit<LineQuery, 'limit'>> {
  const { customer, tool, outcome, from, to, unfinished } = filters
  return {
    ...(customer === undefined ? {} : { customer: await audit.customer(customer) }),
    ...(tool === undefined ? {} : { tool: tool.includes('@') ? tool : `${tool}@1` }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(unfinished === undefined ? {} : { unfinished }),
  }
}

/** A count of 1 or more. */
export function count(given: string): number {
  const number = Number(given)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('must be a whole number from 1')
  return number
}
