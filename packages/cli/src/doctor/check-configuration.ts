import type { Config, Fault } from '@cx-concierge/gateway'
import { about, type Finding } from './finding.ts'

const configuration = about('configuration')

/** Whether the four files are sound, secrets included. */
export function checkConfiguration(config: Config | undefined, faults: readonly Fault[]): readonly Finding[] {
  const errors = faults.filter(({ severity }) => severity === 'error')
  const warnings = faults.filter(({ severity }) => severity === 'warning')
  const at = ({ file, line, where, what }: Fault): string => `${file}:${line} ${where}: ${what}`
  return [
    ...errors.map((fault) => configuration.bad(at(fault), fault.hint ?? 'see concierge check')),
    ...warnings.map((fault) => configuration.warning(at(fault), fault.hint ?? 'see concierge check')),
    ...(config
      ? [configuration.good(`${config.policy.routing.rules.length} rules over ${config.sources.length} systems, change ${config.change}`)]
      : []),
  ]
}
