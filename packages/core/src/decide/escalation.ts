import { ruleFacts } from '../facts/rule-facts.ts'
import { leaveIsUnknown } from '../people/availability.ts'
import { nameOf, type Person } from '../people/person.ts'
import type { AboutAccount } from '../decision.ts'
import { personCard, teamCard } from '../present/card.ts'
import { lastConfirmed } from '../present/moment.ts'
import { contactSentence, reasonTexts } from '../present/sentence.ts'
import { walkChain, type Choice } from '../route/chain.ts'
import { firstFittingRule } from '../route/rules.ts'
import type { Run } from '../run.ts'

/** Who the customer of this account should talk to. `undefined` while something is lacking. */
export function escalationOn(run: Run, accountId: string): AboutAccount | undefined {
  const rule = firstFittingRule(run, run.policy.routing.rules, ruleFacts(run, accountId))
  if (run.reader.isWaiting) return undefined

  const choice = walkChain(run, { accountId, steps: rule?.sendTo ?? [], needAtWorkNow: rule?.needAtWorkNow ?? false })
  if (run.reader.isWaiting) {
    askForLikelyHeadshot(run)
    return undefined
  }
  flagUnowned(run, choice)
  const contact =
    choice.contact.kind === 'person' ? personCard(run, choice.contact.person, choice.contact.role) : teamCard(run, choice.contact.pool)
  const coveringFor = choice.coveringFor && nameOf(choice.coveringFor)
  if (choice.contact.kind === 'person') flagUnchecked(run, choice.contact.person)
  return {
    status: 'ok',
    contact,
    ...(choice.availability === undefined ? {} : { availability: choice.availability }),
    ...(coveringFor === undefined ? {} : { coveringFor }),
    why: reasonTexts[choice.reason] ?? (reasonTexts['pool'] as string),
    message: contactSentence({
      card: contact,
      ...(choice.availability ? { availability: choice.availability } : {}),
      coveringFor,
      caveats: caveats(run),
    }),
    decided: { rule: rule?.id ?? null, ...(rule ? { rule_label: rule.label } : {}), step: choice.step, reason: choice.reason },
  }
}

/** The face most likely to be needed, or that of whoever stands in, is asked for along with the person instead of one round later. */
function askForLikelyHeadshot(run: Run): void {
  if (!run.policy.cards.show.has('headshot_url')) return
  const first = run.considered.findIndex(({ verdict }) => verdict === 'usable' || verdict === 'unknown')
  const backups = run.considered.slice(first + 1).findIndex(({ source }) => source !== 'backup')
  const likely = first < 0 ? [] : run.considered.slice(first, backups < 0 ? undefined : first + 1 + backups)
  for (const source of run.policy.people.headshotsFrom) {
    const next = likely.find(({ who }) => !run.reader.hasRead(source, 'headshots', who))
    if (next) run.reader.read(source, 'headshots', next.who)
  }
}

function flagUnowned(run: Run, choice: Choice): void {
  const roles = run.skipped.filter(([step]) => step.startsWith('role '))
  const nobody = roles.length > 0 && roles.every(([, reason]) => reason === 'vacant' || reason === 'not_a_person')
  if (nobody && (choice.reason === 'last_resort' || choice.reason.startsWith('duty'))) run.flags.add('unowned_account')
}

function flagUnchecked(run: Run, person: Person): void {
  if (person.activeUnverified) run.flags.add('active_unverified')
  if (leaveIsUnknown(person)) run.flags.add('out_of_office_unknown')
  const rejected = person.coverage === 'unknown' ? [] : (person.coverage?.rejected ?? [])
  for (const field of rejected) run.flags.add(`field_rejected:${field}`)
}

function caveats(run: Run): readonly string[] {
  const notes: string[] = []
  if (run.missing.has('booking_url')) notes.push('The booking link is unavailable; offer e-mail.')
  if (run.oldestStaleAt !== undefined) notes.push(lastConfirmed(run.now - run.oldestStaleAt))
  if (run.undecidedRules.length > 0 || run.flags.has('active_unverified')) notes.push('Some records could not be checked.')
  return notes
}
