// The whole desk: token check, rules, durable audit; pretend backends behind it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDeskUnderTest } from '../desk-under-test.ts'

const folder = mkdtempSync(join(tmpdir(), 'concierge-bench-'))
const desk = await openDeskUnderTest(join(folder, 'bench.sqlite'), true)
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
process.send?.({ url: desk.gateway.url, token: await desk.token() })
process.once('disconnect', () => process.exit(0))
