// npm run bench [-- --rounds 3 --seconds 4 --json --only warm|cold|tokens|overload]
import { command } from '../support/command/command.ts'
import { measureCold } from './cold.ts'
import { measureOverload } from './overload.ts'
import { measureTokens } from './tokens.ts'
import { measureWarm } from './warm.ts'

const help = `Measures the desk: warm calls against baselines in the same run, backend requests of cold calls, tokens of answers, and what becomes of calls at a multiple of what it can do.

  --rounds N    rounds of the warm measurement (3)
  --seconds N   length of one load (4)
  --only NAME   warm, cold, tokens or overload`
const { numbers, texts, json, progress, say, give } = command(help, { numbers: { rounds: 3, seconds: 4 }, texts: { only: '' } })
const { rounds, seconds } = numbers
const wanted = (name: string): boolean => texts.only === '' || texts.only === name

const cold = wanted('cold') ? await measureCold() : undefined
const tokens = wanted('tokens') ? await measureTokens() : undefined
const warm = wanted('warm') ? await measureWarm(rounds, seconds, progress) : undefined
const overload = wanted('overload') ? await measureOverload(seconds, progress) : undefined
progress('')

give({ warm, cold, tokens, overload })
if (!json) {
  if (warm) {
    say(
      `\nWarm get_escalation_contact over HTTP, 32 connections${warm.pinned ? ', server and load on a processor each' : ''}; medians of ${rounds} rounds`,
    )
    say(
      `${'server'.padEnd(30)}${'calls/s'.padStart(10)}${'p50 ms'.padStart(9)}${'p99 ms'.padStart(9)}${'of bare'.padStart(10)}${'of SDK'.padStart(9)}`,
    )
    for (const row of warm.rows) {
      say(
        `${row.server.padEnd(30)}${row.perSecond.toFixed(0).padStart(10)}${row.p50Ms.toFixed(0).padStart(9)}${row.p99Ms.toFixed(0).padStart(9)}${row.ofBare.toFixed(2).padStart(10)}${row.ofSdk.toFixed(2).padStart(9)}`,
      )
    }
  }
  if (cold) {
    say(`\nCold calls: requests each backend got (signed in before); a profile took ${cold.rounds} rounds of look-ups`)
    for (const row of cold.rows) {
      say(
        `${row.what.padEnd(38)}${`${row.ms.toFixed(0)} ms`.padStart(9)}   ${Object.entries(row.requests)
          .map(([name, count]) => `${name} ${count}`)
          .join(', ')}`,
      )
    }
  }
  if (overload) {
    say('\nWarm calls at fixed rates, whatever comes back; times from when a call was due, in ms')
    const titles = ['× saturation', 'asked/s', 'answered/s', 'of peak', 'p50', 'p99', 'refused', 'p99', 'lost', '/live max', 'MiB']
    say(titles.map((title) => title.padStart(12)).join(''))
    for (const row of overload) {
      const cells = [
        row.times.toFixed(1),
        row.askedPerSecond.toFixed(0),
        row.answeredPerSecond.toFixed(0),
        row.goodput.toFixed(2),
        row.answeredP50Ms.toFixed(1),
        row.answeredP99Ms.toFixed(1),
        String(row.refused),
        row.refusedP99Ms.toFixed(1),
        String(row.lost),
        row.liveMaxMs.toFixed(0),
        row.residentMiB.toFixed(0),
      ]
      say(cells.map((cell) => cell.padStart(12)).join(''))
    }
  }
  if (tokens) {
    say(`\nTokens (o200k_base): menu of three tools ${tokens.menu}`)
    for (const row of tokens.rows)
      say(`${row.what.padEnd(20)} text ${String(row.text).padStart(4)}   structured ${String(row.structured).padStart(4)}`)
  }
}
process.exit(0)
