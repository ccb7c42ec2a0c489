import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// beside the code, so that nobody can slip something in who could not change the code itself; a folder that cannot be written is left alone
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/concierge'))

const { runConcierge } = await import('./run-concierge.ts')
const { endWithTheReader } = await import('./terminal.ts')
endWithTheReader()
await runConcierge(process.argv.slice(2))
