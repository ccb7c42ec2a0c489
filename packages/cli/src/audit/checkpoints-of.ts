import { statSync } from 'node:fs'
import { ConciergeError } from '@cx-concierge/contract'
import { createSignatureCheck, loadPublicKey, readCheckpoints, type CheckpointsRead } from '@cx-concierge/store'
import type { Audit } from './open-audit.ts'

/** The checkpoints to hold a record against, from this file or from beside it. Throws `INVALID_INPUT` when a file that was named is not there. */
export async function checkpointsOf(
  { files }: Pick<Audit, 'files'>,
  named: string | undefined,
  publicKey: string | undefined,
): Promise<CheckpointsRead> {
  const file = named ?? files.checkpoints
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    if (named !== undefined) throw new ConciergeError('INVALID_INPUT', `There is no file ${named}.`)
    return { checkpoints: [], badLines: [], unfinished: false }
  }
  return readCheckpoints(file, createSignatureCheck(await loadPublicKey(publicKey ?? `${files.signingKey}.pub`)))
}
