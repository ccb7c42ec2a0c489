import { lastGoodFile, readLastGood, type Config, type ConfigStatus } from '@cx-concierge/gateway'
import { giveOrder } from '../control/control-socket.ts'
import { about, type Finding } from './finding.ts'

/** Whether the gateways that run over a data folder have the files of now in force, and what one would start on. */
export async function checkChange(config: Config | undefined, data: string): Promise<readonly Finding[]> {
  const force = about('configuration in force')
  const mend = 'mend the files; a running gateway takes them by itself'
  const running = await giveOrder<ConfigStatus | undefined>(data, 'status')
  const findings = running.flatMap(({ pid, answer: status }) => {
    if (!status) return []
    const what = `gateway ${pid} runs on change ${status.change}`
    if (status.from === 'last_good') return [force.bad(`${what}, the last good one, because the files were bad at its start`, mend)]
    return [status.refused ? force.bad(`${what}; it has refused what the files say now`, mend) : force.good(what)]
  })
  const kept = config ? undefined : await readLastGood(lastGoodFile(data))
  if (kept)
    findings.push(
      force.warning(
        `a gateway started now would run on the last good configuration, change ${kept.change} of ${new Date(kept.at).toISOString()}`,
        mend,
      ),
    )
  return findings.length > 0 ? findings : [force.skipped('no gateway runs over this data folder')]
}
