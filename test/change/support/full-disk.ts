import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { callTool, type Answer } from '../../support/load/call-tool.ts'
import { recordedTraces } from './record-file.ts'
import type { World } from './world.ts'

/** What a gateway did on a disk that was full. */
export interface FullDisk {
  /** Answers while there was room, and again when there was. */
  readonly answered: number
  /** While there was none: refused in so many words; answered with a sentence that there is no record; anything else. */
  readonly refused: number
  readonly said: number
  readonly other: readonly string[]
  /** Answers that did not say so and are not in the record. */
  readonly lost: number
  readonly cameBack: boolean
}

const refusal = 'Something went wrong on our side'
const notice = 'This answer could not be recorded.'
const mostCalls = 20_000
/** So many refusals in a row, and the disk is full; a single one may be the store making room. */
const isFullAfter = 20

/** Lets a gateway run into the largest size a file may have, then takes the limit away; `undefined` where prlimit is not installed. */
export async function fullDisk(world: World, whenFull: 'refuse' | 'answer_and_say'): Promise<FullDisk | undefined> {
  if (spawnSync('prlimit', ['--version']).status !== 0) return undefined
  const texts = world.texts(0)
  const rule = 'when_it_cannot_be_written:'
  await world.mount({ ...texts, 'access.yaml': texts['access.yaml'].replace(new RegExp(`${rule} \\w+`), `${rule} ${whenFull}`) })
  const data = join(world.folder, `data-${whenFull}`)
  const gateway = await world.start({ through: ['prlimit', '--fsize=524288:unlimited'], args: ['--data', data] })
  const kept: string[] = []
  const call = async (): Promise<Answer> => {
    const trace = randomBytes(16).toString('hex')
    const answer = await callTool(
      gateway.url,
      world.token,
      'get_escalation_contact',
      { account_id: '12345' },
      { headers: { traceparent: `00-${trace}-${'1'.repeat(16)}-01` } },
    )
    if (answer.failed === undefined && !answer.body.includes(notice)) kept.push(trace)
    return answer
  }
  const isFull = (answer: Answer): boolean => answer.failed !== undefined || answer.body.includes(notice)
  let [refused, said, inARow] = [0, 0, 0]
  const other: string[] = []
  for (let calls = 0; calls < mostCalls && inARow < isFullAfter; calls += 1) {
    const answer = await call()
    inARow = isFull(answer) ? inARow + 1 : 0
    if (answer.body.includes(refusal)) refused += 1
    else if (answer.body.includes(notice)) said += 1
    else if (isFull(answer)) other.push(`${answer.failed ?? ''} ${answer.body.slice(0, 160)}`)
  }
  execFileSync('prlimit', ['--pid', String(gateway.process.pid), '--fsize=unlimited:unlimited'])
  let cameBack = false
  for (let turn = 0; turn < 50 && !cameBack; turn += 1) {
    cameBack = !isFull(await call())
    if (!cameBack) await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await gateway.end('SIGTERM')
  const recorded = recordedTraces(data)
  await world.mount(texts)
  return { answered: kept.length, refused, said, other, lost: kept.filter((trace) => !recorded.has(trace)).length, cameBack }
}
