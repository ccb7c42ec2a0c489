// Writes lines when it is told to, and ends.
import { createLog } from '../../src/index.ts'

const log = createLog()
process.stdin.once('data', () => {
  for (let count = 0; count < 100; count += 1) log.info({ count }, 'a line')
  process.exit(0)
})
process.stdout.write('ready\n')
