import { about, type Finding } from './finding.ts'

const surroundings = about('process')

/** What the machine and the environment do to everything that runs in them. */
export function checkProcess(env: Readonly<Record<string, string | undefined>>, userId: number | undefined): readonly Finding[] {
  const findings: Finding[] = []
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
    findings.push(surroundings.bad('NODE_TLS_REJECT_UNAUTHORIZED=0 switches every certificate check off', 'take it out of the environment'))
  if (/--inspect/.test(env['NODE_OPTIONS'] ?? ''))
    findings.push(
      surroundings.bad('NODE_OPTIONS opens a debugger, through which everything can be read', 'take --inspect out of NODE_OPTIONS'),
    )
  if (userId === 0) findings.push(surroundings.warning('this would run as root', 'start it as a user of its own'))
  return findings.length > 0 ? findings : [surroundings.good('nothing in the environment weakens it')]
}
