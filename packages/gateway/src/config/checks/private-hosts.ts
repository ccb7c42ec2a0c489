import { isAllowedHost } from '@cx-concierge/egress'
import type { Fault } from '../fault.ts'
import type { AccessFile } from '../shapes/access-file.ts'
import type { YamlFile } from '../yaml-file.ts'

/** Entries of `private_hosts` that open nothing, because neither a connector nor sign-in may talk to such a host. */
export function strayPrivateHosts(
  yaml: YamlFile,
  { backend_hosts: backendHosts, private_hosts: privateHosts, tokens }: AccessFile,
): Fault[] {
  const asked = tokens.issuers.flatMap(({ jwks_url, introspection, token_exchange }) => [jwks_url, introspection?.url, token_exchange?.url])
  const names = [
    ...Object.values(backendHosts)
      .flat()
      .map((host) => host.replace(/:\d+$/, '')),
    ...asked.flatMap((url) => (url === undefined ? [] : [new URL(url).hostname])),
  ]
  return privateHosts.flatMap((entry, index) => {
    if (isAllowedHost(entry, names)) return []
    return [
      yaml.fault(['private_hosts', index], `${entry} is no host of backend_hosts, and none of an issuer’s`, {
        hint: `add it to backend_hosts, as the host of the connector that needs it, or take it out here`,
      }),
    ]
  })
}
