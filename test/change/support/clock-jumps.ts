import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { productionAudience } from '../../support/production/production-texts.ts'
import { issuer, platform, signToken } from '../../stories/support/tokens.ts'
import { quantile } from '../../support/quantile.ts'
import { startWatchedLoad } from './load.ts'
import type { World } from './world.ts'

/** What a gateway did while the machine's clock was set. */
export interface ClockJumps {
  readonly sent: number
  readonly failures: readonly string[]
  readonly slowestMs: number
  /** Whether the gateway itself saw the clock jump, by the `Date` of its answers. */
  readonly sawJumps: boolean
  /** How long it took to notice a changed file while the clock stood two hours back. */
  readonly reloadMs: number
}

const libraries = ['/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1', '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1']
const longTokenS = 6 * 3_600

/** Sets the clock of a gateway that is being called: an hour ahead, two hours back, five seconds to and fro. `undefined` where libfaketime is not installed. */
export async function clockJumps(world: World, perSecond: number, restMs: number): Promise<ClockJumps | undefined> {
  const library = libraries.find(existsSync)
  if (library === undefined) return undefined
  const offset = join(world.folder, 'faketime')
  await writeFile(offset, '+0')
  const env = { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: offset, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' }
  const gateway = await world.start({ env, args: ['--data', join(world.folder, 'data-clock')] })
  const nowS = Math.floor(Date.now() / 1000)
  const claims = { iat: nowS - longTokenS, exp: nowS + longTokenS }
  const token = await signToken(platform, { issuer, audience: productionAudience, nowMs: Date.now() }, { payload: claims })
  const hours = async (): Promise<number> => {
    const date = (await fetch(new URL('/live', gateway.url))).headers.get('date')
    return Math.round((Date.parse(date ?? '') - Date.now()) / 3_600_000)
  }
  const load = startWatchedLoad({ url: () => gateway.url, token, perSecond })
  await sleep(restMs)
  await writeFile(offset, '+3600')
  await sleep(restMs)
  const ahead = await hours()
  await writeFile(offset, '-7200')
  await sleep(restMs)
  const back = await hours()
  const changedAt = performance.now()
  // signing in anew would fail, rightly: the system's own clock is right
  await world.mount({ ...world.texts(7_000), 'connectors.yaml': world.texts(0)['connectors.yaml'] })
  const metric = async (): Promise<string> => await (await fetch(new URL('/metrics', gateway.url))).text()
  while (!(await metric()).includes('concierge_config_generation 2') && performance.now() - changedAt < 10_000) await sleep(20)
  const reloadMs = performance.now() - changedAt
  for (let flap = 0; flap < 10; flap += 1) {
    await writeFile(offset, flap % 2 === 0 ? '+5' : '-5')
    await sleep(restMs / 10)
  }
  await load.stop()
  await gateway.end('SIGTERM')
  await world.mount(world.texts(0))
  return {
    sent: load.sent(),
    failures: load.failures,
    slowestMs: quantile(load.tookMs, 1),
    sawJumps: ahead === 1 && back === -2,
    reloadMs,
  }
}
