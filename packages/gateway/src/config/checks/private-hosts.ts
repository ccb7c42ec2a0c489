import { isAllowedHost } from '@cx-concierge/egress'
import type { Fault } from '../fault.ts'
import type { AccessFile } from '../shapes/access-file.ts'
import type { YamlFile } from '../yaml-file.ts'

/** Entries of `private_hosts` that open nothing, because no connector may talk to such a host. */
export function strayPrivateHosts(yaml: YamlFile, { backend_hosts: backendHosts, private_hosts: privateHosts }: AccessFile): Fault[] {
  const names = Object.values(backendHosts)
    .flat()
    .map((host) => host.replace(/:\d+$/, ''))
  return privateHosts.flatMap((entry, index) => {
    if (isAllowedHost(entry, names)) return []
    return [
      yaml.fault(['private_hosts', index], `${entry} is no host of backend_hosts`, {
        hint: `add it there, as the host of the connector that needs it, or take it out here`,
      }),
    ]
  })
}
