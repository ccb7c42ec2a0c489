// npm run test:reload [-- --times 500 --rate 200 --json]
import { setTimeout as sleep } from 'node:timers/promises'
import type { ConfigStatus, ReloadReport } from '@cx-concierge/gateway'
import { giveOrder } from '../../packages/cli/src/control/control-socket.ts'
import { badSets } from './support/bad-sets.ts'
import { command } from '../support/command/command.ts'
import { callTool, type Answer } from '../support/load/call-tool.ts'
import { quantile } from '../support/quantile.ts'
import { startWatchedLoad } from './support/load.ts'
import { openWorld, type World } from './support/world.ts'

const help = `Changes the four files of a running gateway over and over while it is being called; every other set is bad. They are found by watching, by
"concierge reload" and by SIGHUP in turns. Each answer must come from one generation of files, and none may fail.

  --times N   sets to put in place (500)
  --rate N    calls per second (200)`
const { numbers, progress, say, end } = command(help, { numbers: { times: 500, rate: 200 } })
const { times, rate } = numbers
const withinMs = 1_000
const patienceMs = 10_000

await using world: World = await openWorld()
const gateway = await world.start()
const { pid = 0 } = gateway.process
const ways = ['watch', 'order', 'signal'] as const

/** The generation that is certainly in force; the newest that may be. */
const known = { inForce: 0, newest: 0 }
const mixed: string[] = []
const explained = { asked: 0, wrong: 0 }

/** Which generation an answer names, in the places that come from three different files. */
function generationOf({ body }: Answer): number | undefined {
  const company = /"title":"Northwind (\d+) concierge desk"/.exec(body)?.[1]
  const name = /"contact":\{"kind":"team","name":"Team (\d+)"/.exec(body)?.[1]
  const email = /"email":"team-(\d+)@northwind\.example"/.exec(body)?.[1]
  const said = /Team (\d+) is the right team/.exec(body)?.[1]
  return company !== undefined && [name, email, said].every((one) => one === company) ? Number(company) : undefined
}

function look(answer: Answer, inForceWhenSent: number): string | undefined {
  const generation = generationOf(answer)
  if (generation === undefined) mixed.push(answer.body)
  else if (generation < inForceWhenSent || generation > known.newest) return `answered by generation ${generation} after ${inForceWhenSent}`
  return undefined
}

async function status(): Promise<ConfigStatus> {
  const [answered] = await giveOrder<ConfigStatus>(world.data, 'status')
  if (!answered) throw new Error(`the gateway does not answer: ${gateway.output().toString().slice(-2000)}`)
  return answered.answer
}

async function until(holds: (now: ConfigStatus) => boolean): Promise<ConfigStatus> {
  const started = performance.now()
  for (;;) {
    const now = await status()
    if (holds(now) || performance.now() - started > patienceMs) return now
    await sleep(10)
  }
}

/** Whether the record of a call names the generation that answered it. */
async function explain(): Promise<void> {
  const answer = await callTool(gateway.url, world.staffToken, 'get_escalation_contact', { account_id: '12345' })
  const id = /"decision_id":"(dec_\w+)"/.exec(answer.body)?.[1]
  const explanation = await callTool(gateway.url, world.staffToken, 'explain_routing', { decision_id: id })
  const generation = generationOf(answer)
  explained.asked += 1
  if (!explanation.body.includes(`"config_change":"g-${generation}"`) || !explanation.body.includes(`"rule":"rule-${generation}"`))
    explained.wrong += 1
}

const load = startWatchedLoad({ url: () => gateway.url, token: world.token, perSecond: rate, before: () => known.inForce, look })
const took: number[] = []
let [applied, refused, withReason, stayed] = [0, 0, 0, 0]
const started = performance.now()
let before = await status()
for (let turn = 1; turn <= times; turn += 1) {
  const way = ways[turn % ways.length] ?? 'watch'
  const bad = turn % 2 === 0 ? badSets[(turn / 2) % badSets.length] : undefined
  const texts = world.texts(turn)
  if (!bad) known.newest = turn
  await world.mount(bad ? bad.spoil(texts) : texts)
  const changedAt = performance.now()
  let report: ReloadReport | undefined
  if (way === 'order') report = (await giveOrder<ReloadReport>(world.data, 'reload'))[0]?.answer
  else if (way === 'signal') process.kill(pid, 'SIGHUP')
  const previous = before
  const now = await until(({ generation, refused: files }) =>
    bad ? files !== undefined && files.at !== previous.refused?.at : generation > previous.generation && files === undefined,
  )
  took.push(performance.now() - changedAt)
  if (bad) {
    const told = JSON.stringify(now.refused?.faults ?? report?.faults ?? [])
    if (now.refused && now.refused.at !== previous.refused?.at) refused += 1
    if (told.includes(bad.told)) withReason += 1
    else say(`  ${bad.what}: ${told.slice(0, 300)}`)
    if (now.fingerprint === previous.fingerprint && now.generation === previous.generation) stayed += 1
  } else if (now.change === `g-${turn}`) {
    applied += 1
    known.inForce = turn
    if (applied % 10 === 0) await explain()
  } else say(`  generation ${turn} by ${way}: ${JSON.stringify(now).slice(0, 300)}`)
  before = now
  progress(`${turn} of ${times} sets, ${load.sent()} calls, ${load.failures.length} failed`)
}
const seconds = (performance.now() - started) / 1000
await load.stop()

// a bad set stays in place; the gateway is started again over it
await world.mount(badSets[0]?.spoil(world.texts(times + 1)) ?? world.texts(0))
const lastGood = (await status()).fingerprint
await gateway.end('SIGKILL')
await using again = await world.start()
const [restarted] = await giveOrder<ConfigStatus>(world.data, 'status')
const readyBody = await (await fetch(new URL('/ready', again.url))).text()
const metrics = await (await fetch(new URL('/metrics', again.url))).text()
const answer = await callTool(again.url, world.token, 'get_escalation_contact', { account_id: '12345' })
const saysSo =
  restarted?.answer.from === 'last_good' &&
  readyBody.includes('"configuration":"degraded"') &&
  metrics.includes('from="last_good"') &&
  again.output().toString().includes('Starting on the last good configuration') &&
  again.output().toString().includes('"from":"last_good"')
await again.end('SIGTERM')

const good = Math.ceil(times / 2)
const bads = Math.floor(times / 2)
const slowest = Math.max(...took)
const [failure] = load.failures
end(
  [
    {
      what: 'no call fails',
      holds: load.failures.length === 0 && load.sent() > 0,
      figures: `${load.failures.length} of ${load.sent()} failed (${Math.round(load.sent() / seconds)} a second; ${load.shed()} found no room)${failure === undefined ? '' : `: ${failure}`}`,
    },
    { what: 'every good set comes into force', holds: applied === good, figures: `${applied} of ${good}` },
    {
      what: 'every bad set is refused, with its reason, and the one in force stays',
      holds: refused === bads && withReason === bads && stayed === bads,
      figures: `${refused} of ${bads} refused, ${withReason} with the reason, ${stayed} times the same fingerprint in force`,
    },
    {
      what: 'each answer comes from one generation',
      holds: mixed.length === 0,
      figures: `${mixed.length} mixed${mixed[0] === undefined ? '' : `: ${mixed[0].slice(0, 400)}`}`,
    },
    {
      what: 'each record names the generation that answered',
      holds: explained.wrong === 0,
      figures: `${explained.wrong} of ${explained.asked} wrong`,
    },
    {
      what: `each is decided within ${withinMs} ms of the change`,
      holds: slowest <= withinMs,
      figures: `median ${Math.round(quantile(took, 0.5))} ms, p99 ${Math.round(quantile(took, 0.99))} ms, slowest ${Math.round(slowest)} ms`,
    },
    {
      what: 'started over a bad file, it runs on the last good set, and says so',
      holds: saysSo && restarted.answer.fingerprint === lastGood && answer.failed === undefined,
      figures: `${restarted?.answer.from ?? 'nothing'}, generation ${generationOf(answer) ?? 'none'} answers`,
    },
  ],
  {
    times,
    calls: load.sent(),
    failed: load.failures.length,
    applied,
    refused,
    mixed: mixed.length,
    medianMs: quantile(took, 0.5),
    slowestMs: slowest,
    callP99Ms: quantile(load.tookMs, 0.99),
  },
)
// what runs out of scope is not waited for by an exit
await world[Symbol.asyncDispose]()
process.exit()
