import type { Cell } from './cell.ts'
import type { Fault } from './fault.ts'
import { style } from './page-style.ts'
import type { Summary } from './summary.ts'

/** What a page shows. */
export interface PageParts {
  readonly faults: readonly Fault[]
  readonly backends: readonly string[]
  readonly cells: readonly Cell[]
  readonly summary: Summary
  readonly seconds: number
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => escapes[character] ?? '')
const milliseconds = (value: number): string => `${Math.round(value).toLocaleString('en')} ms`

const words: Readonly<Record<Cell['outcome'], string>> = {
  complete: 'complete',
  partial: 'gaps named',
  error: 'typed error',
  nothing: 'no answer',
}

/** The grid as a page that needs nothing else: no script, no font, no picture from anywhere. */
export function page({ faults, backends, cells, summary, seconds }: PageParts): string {
  const tried = faults.filter(({ id }) => cells.some(({ fault }) => fault === id))
  const groups = [...new Set(tried.map(({ group }) => group))]
  const rows = groups.map((group) => groupRows(group, tried, backends, cells)).join('\n')
  const isGood = summary.red === 0
  const verdict = isGood ? 'Every promise was kept.' : `${summary.red} of ${summary.cells} calls broke a promise.`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Fault lab – ${isGood ? 'all kept' : `${summary.red} broken`}</title>
<style>${style}</style>
</head>
<body>
<header>
<p class="kicker">CX Concierge · fault lab</p>
<h1 class="${isGood ? 'good' : 'bad'}">${escaped(verdict)}</h1>
<p class="lead">${summary.cells} real calls to a real gateway while one of its ${backends.length} backends was hurt in one of ${tried.length} ways: on the way there, in the connection, in the answer.</p>
</header>
<dl class="figures">
${figure(`${summary.complete}`, 'complete answers')}
${figure(`${summary.partial}`, 'partial, gaps named')}
${figure(milliseconds(summary.slowestMs), `slowest answer; deadline ${milliseconds(summary.deadlineMs)}`)}
${figure(`${summary.mostOfOne}×`, 'the same request, at most')}
${figure(milliseconds(summary.slowestSettleMs), 'until nothing was left open')}
${figure(`${summary.mostResidentMb} MB`, 'most memory of the desk')}
</dl>
${brokenList(cells)}<main>
<table>
<thead><tr><th scope="col">What hurts</th>${backends.map((name) => `<th scope="col">${escaped(name.replaceAll('_', ' '))}</th>`).join('')}<th scope="col" class="number">slowest</th><th scope="col">breaker</th></tr></thead>
${rows}
</table>
</main>
<section class="notes">
<h2>How to read this</h2>
<p class="legend">${Object.entries(words)
    .filter(([outcome]) => outcome !== 'nothing')
    .map(([outcome, word]) => `<span class="cell ${outcome}">${word}</span>`)
    .join(' ')} <span class="cell broken">promise broken</span> <span class="cell none">cannot happen there</span></p>
<ul>
<li><b>Complete</b> means the very contact of a good day; where the schema changed, an answer without what is no longer there. <b>Gaps named</b> means that somebody is named all the same, and the answer says which system could not be asked.</li>
<li>Each cell holds for every one of its calls: answered within the deadline and 50 ms; no request sent a third time; breakers count trouble and nothing else; one beginning and one end in the record; sockets and timers gone within a second; no address, stack or secret in the answer.</li>
<li><b>Breaker</b>: whether a request that fails of this counts. A backend that says no is well.</li>
</ul>
<p class="foot">${summary.cells} calls in ${seconds} s. Answered within ${milliseconds(summary.p99Ms)} in 99 of 100. Longest stall of the desk’s process: ${milliseconds(summary.longestStallMs)}.</p>
</section>
</body>
</html>
`
}

const figure = (value: string, label: string): string => `<div><dt>${escaped(label)}</dt><dd>${escaped(value)}</dd></div>`

function groupRows(group: string, faults: readonly Fault[], backends: readonly string[], cells: readonly Cell[]): string {
  const own = faults.filter((fault) => fault.group === group)
  const head = `<tr class="group"><th scope="rowgroup" colspan="${backends.length + 3}">${escaped(group)}</th></tr>`
  return `<tbody>\n${head}\n${own.map((fault) => faultRow(fault, backends, cells)).join('\n')}\n</tbody>`
}

function faultRow(fault: Fault, backends: readonly string[], cells: readonly Cell[]): string {
  const own = cells.filter((cell) => cell.fault === fault.id)
  const slowest = milliseconds(Math.max(...own.map(({ tookMs }) => tookMs)))
  const marks = backends.map((name) => mark(own.filter(({ backend }) => backend === name)))
  const breaker = fault.counts ? '<td>counts</td>' : '<td class="quiet">–</td>'
  return `<tr><th scope="row">${escaped(fault.title)}</th>${marks.join('')}<td class="number">${slowest}</td>${breaker}</tr>`
}

function mark(cells: readonly Cell[]): string {
  if (cells.length === 0) return '<td><span class="cell none" title="cannot happen there">–</span></td>'
  const broken = cells.filter(({ problems }) => problems.length > 0)
  const outcomes = [...new Set(cells.map(({ outcome }) => outcome))]
  const [outcome = 'nothing'] = outcomes.length === 1 ? outcomes : ['partial' as const]
  const detail = cells
    .map(
      ({ repeat, outcome: one, tookMs, requests, problems }) =>
        `${repeat + 1}: ${words[one]}, ${milliseconds(tookMs)}, ${requests} requests${problems.map((problem) => `; ${problem}`).join('')}`,
    )
    .join('\n')
  const text = broken.length > 0 ? `${broken.length} broken` : outcomes.length === 1 ? words[outcome] : 'complete, or gaps'
  return `<td><span class="cell ${broken.length > 0 ? 'broken' : outcome}" title="${escaped(detail)}">${text}</span></td>`
}

function brokenList(cells: readonly Cell[]): string {
  const lines = cells.flatMap(({ backend, fault, repeat, problems }) =>
    problems.map((problem) => `<li><code>${escaped(`${backend}/${fault}`)}</code> call ${repeat + 1}: ${escaped(problem)}</li>`),
  )
  return lines.length === 0 ? '' : `<section class="broken-list"><h2>Broken promises</h2><ul>\n${lines.join('\n')}\n</ul></section>\n`
}
