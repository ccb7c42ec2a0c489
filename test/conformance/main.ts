import { command } from '../support/command/command.ts'
import { openDemoDesk } from '../support/demo-desk.ts'
import { startAuthorizingProxy } from './authorizing-proxy.ts'
import type { Verdict } from './judge.ts'
import { revisions, runSuite } from './run-suite.ts'

const marks = { passed: '✓', failed: '✗', skipped: '–' } as const satisfies Record<Verdict['outcome'], string>

const { say, give } = command('Runs the official conformance suite of MCP against a desk, in both revisions.\n', {})
const verdicts = await conform()
give({ ...counts(verdicts), scenarios: verdicts })
say(report(verdicts))
process.exitCode = verdicts.some(({ outcome }) => outcome === 'failed') ? 1 : 0

/** The suite cannot send a token, so it comes in through a door that adds one. */
async function conform(): Promise<readonly Verdict[]> {
  await using desk = await openDemoDesk()
  await using door = await startAuthorizingProxy(desk.url, 'demo-service')
  const found: Verdict[] = []
  for (const revision of revisions) found.push(...(await runSuite(door.url, revision)))
  return found
}

function counts(all: readonly Verdict[]): Readonly<Record<Verdict['outcome'], number>> {
  const count = (wanted: Verdict['outcome']): number => all.filter(({ outcome }) => outcome === wanted).length
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') }
}

function report(all: readonly Verdict[]): string {
  const { passed, failed, skipped } = counts(all)
  const longest = Math.max(...all.map(({ scenario }) => scenario.length))
  const lines = all.map((one) => {
    const checks = one.passed === 0 ? '' : `${one.passed} ${one.passed === 1 ? 'check' : 'checks'} passed`
    return `${marks[one.outcome]} ${one.revision} ${one.scenario.padEnd(longest)} ${[checks, ...one.remarks].filter((part) => part !== '').join('; ')}`
  })
  return `${lines.join('\n')}\n\n${passed} passed, ${failed} failed, ${skipped} skipped`
}
