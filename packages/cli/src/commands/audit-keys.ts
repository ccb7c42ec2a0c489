import type { Command } from 'commander'
import { say } from '../terminal.ts'

/** `concierge audit keys` */
export function addAuditKeys(audit: Command): void {
  audit
    .command('keys')
    .description('Make the keys of a record that replicas share, for RECORD_KEYS: what signs it, and what hashes addresses in it.')
    .argument('<folder>', 'where to put them; keys that are there stay as they are')
    .addHelpText(
      'after',
      '\nKeep a copy: without them nothing in the record can be proven or looked up.\n\nExample:\n  concierge audit keys record-keys',
    )
    .action(async (folder: string) => {
      const { loadOrCreateKey, loadOrCreateSigningKey, recordFiles } = await import('@cx-concierge/store')
      const files = recordFiles(folder, undefined, folder)
      await loadOrCreateKey(files.hashKey)
      await loadOrCreateSigningKey(files.signingKey)
      say(`${files.hashKey}\n${files.signingKey}.key\n${files.signingKey}.pub`)
    })
}
