import { askAllSources } from '../facts/account-facts.ts'
import { identify } from '../identify/identify.ts'
import { roleHolder } from '../people/role-holder.ts'
import type { Answered, TeamMember } from '../decision.ts'
import { personCard } from '../present/card.ts'
import { lastConfirmed } from '../present/moment.ts'
import type { Run } from '../run.ts'
import { withoutAccount } from './no-account.ts'

/** Everybody on an account, role by role. `undefined` while something is lacking. */
export function decideTeam(run: Run): Answered | undefined {
  const identified = identify(run)
  if (run.reader.isWaiting) return undefined
  if (identified.kind !== 'account') return withoutAccount(run, identified)

  askAllSources(run, identified.id)
  if (run.reader.isWaiting) return undefined
  const team: Record<string, TeamMember> = {}
  const wanted = run.question.roles ?? [...run.policy.roles.keys()]
  for (const role of wanted) team[role] = memberFor(run, identified.id, role)
  return {
    status: 'ok',
    accountId: identified.id,
    matchedBy: identified.matchedBy,
    team,
    ...(run.oldestStaleAt === undefined ? {} : { staleSince: run.oldestStaleAt }),
    message: teamMessage(run, team),
    decided: { rule: null, step: null, reason: 'account_team' },
  }
}

function memberFor(run: Run, accountId: string, role: string): TeamMember {
  const holder = roleHolder(run, accountId, role, `role ${role}`)
  if (holder.state !== 'filled') return { state: holder.state }
  if (holder.person.activeUnverified) run.flags.add('active_unverified')
  return { state: 'filled', card: personCard(run, holder.person, role) }
}

function teamMessage(run: Run, team: Readonly<Record<string, TeamMember>>): string {
  const lines = Object.entries(team).map(([role, member]) => `${role}: ${memberText(member)}`)
  if (run.oldestStaleAt !== undefined) lines.push(lastConfirmed(run.now - run.oldestStaleAt))
  return lines.join('\n')
}

function memberText(member: TeamMember): string {
  if (member.state !== 'filled') {
    return member.state === 'vacant' ? 'nobody is assigned.' : 'could not be checked; do not say that nobody is assigned.'
  }
  const { name, title, email, booking_url: link } = member.card
  return [title === undefined ? name : `${name}, ${title}`, email, link && `book: ${link}`].filter((part) => part !== undefined).join(' · ')
}
