import { runConcierge } from './run-concierge.ts'
import { endWithTheReader } from './terminal.ts'

endWithTheReader()
await runConcierge(process.argv.slice(2))
