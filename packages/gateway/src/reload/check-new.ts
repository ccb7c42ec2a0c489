import { ConciergeError } from '@cx-concierge/contract'
import { probeIssuer } from '../auth/probe-issuer.ts'
import type { TokenIssuer } from '../auth/token-issuer.ts'
import type { Fault, Path } from '../config/fault.ts'
import type { FileName } from '../config/read-texts.ts'
import { readYaml } from '../config/yaml-file.ts'
import type { Generation } from '../generation/open-generation.ts'

/**
 * Signs in to every system, and asks every issuer, that the generation in force does not know in the same way. What has not changed is not asked: a
 * system that is down must not keep a new rule from coming into force.
 */
export async function checkNew(generation: Generation, issuers: readonly TokenIssuer[], now: () => number): Promise<readonly Fault[]> {
  const { config, newSources, newIssuers } = generation
  const fault = (file: FileName, path: Path, error: unknown): Fault => {
    const why = ConciergeError.is(error) ? `${error.code}: ${error.message}` : 'it could not be asked'
    return readYaml(file, config.texts[file] ?? '').fault(path, `does not work as written here (${why})`, {
      hint: 'mend it, or wait until it answers, and reload',
    })
  }
  const attempts = [
    ...newSources.map((source) =>
      attempt(
        () => source.check(),
        (error) => fault('connectors.yaml', ['connectors', source.name], error),
      ),
    ),
    ...(newIssuers
      ? issuers.map((issuer, index) =>
          attempt(
            () => probeIssuer(issuer, config.access.private_hosts, now),
            (error) => fault('access.yaml', ['tokens', 'issuers', index], error),
          ),
        )
      : []),
  ]
  return (await Promise.all(attempts)).flat()
}

async function attempt(work: () => Promise<unknown>, toFault: (error: unknown) => Fault): Promise<readonly Fault[]> {
  try {
    await work()
    return []
  } catch (error) {
    return [toFault(error)]
  }
}
