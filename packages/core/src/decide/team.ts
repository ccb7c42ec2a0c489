import { roleHolder } from '../people/role-holder.ts'
import type { AboutAccount, TeamMember } from '../decision.ts'
import { personCard } from '../present/card.ts'
import { lastConfirmed } from '../present/moment.ts'
import type { Run } from '../run.ts'

/** Everybody on an account, role by role. */
export function teamOn(run: Run, accountId: string): AboutAccount {
  const team: Record<string, TeamMember> = {}
  const wanted = run.question.roles ?? [...run.policy.roles.keys()]
  for (const role of wanted) team[role] = memberFor(run, accountId, role)
  return {
    status: 'ok',
    team,
    message: teamMessage(run, team),
    decided: { rule: null, step: null, reason: 'account_team' },
  }
}

function memberFor(run: Run, accountId: string, role: string): TeamMember {
  const holder = roleHolder(run, accountId, role, `role ${role}`)
  if (holder.state !== 'filled') return { state: holder.state }
  if (holder.person.activeUnverified) run.flags.add('active_unverified')
  return { state: 'filled', card: personCard(run, holder.person, role, 'without picture') }
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
