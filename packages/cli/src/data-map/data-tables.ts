import type { About, DataMap } from '@cx-concierge/gateway'

/** A table of texts under a title. */
export interface Table {
  readonly title: string
  readonly note: string
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const about: Readonly<Record<About, string>> = {
  colleague: 'personal: colleague',
  customer: 'personal: customer',
  caller: 'personal: caller',
  company: 'company',
}

/** The map as three tables for people. */
export function dataTables({ read, undescribed, kept, sent }: DataMap): readonly Table[] {
  return [
    {
      title: 'Read',
      note: 'Asked of these systems, and nothing else. In memory it is as good as live for the first time, and kept for the second; nothing of it outlives a restart.',
      header: ['system', 'field', 'our word', 'data', 'needed by', 'in memory'],
      rows: [
        ...undescribed.map((system) => [system, 'not described here', '', '', '', '']),
        ...read.map((row) => [
          row.readAs === 'caller' ? `${row.system} (as caller)` : row.system,
          `${row.object}.${row.field}`,
          row.words.join(', '),
          about[row.about],
          row.why.join(', '),
          `${time(row.freshMs)} / ${time(row.usableMs)}`,
        ]),
      ],
    },
    {
      title: 'Written down',
      note: 'In the records of this desk, its log and its file of API keys, and in the cache its replicas share. Who a record is about can be forgotten earlier: concierge audit forget.',
      header: ['record', 'part', 'what', 'data', 'kept for', 'why'],
      rows: kept.map((row) => [row.record, row.part, row.what, about[row.about], lasting(row), row.why]),
    },
    {
      title: 'Sent',
      note: 'In answers, to the agents of these callers, and to nobody else.',
      header: ['tool', 'field', 'data', 'to'],
      rows: sent.map((row) => [row.tool, row.field, about[row.about], row.audiences.join(', ')]),
    },
  ]
}

function lasting({ keptMs, keptMsWhenRefused, until }: DataMap['kept'][number]): string {
  if (until !== undefined) return `until ${until}`
  if (keptMs === undefined) return 'good'
  return keptMsWhenRefused === undefined ? time(keptMs) : `${time(keptMs)}; refused calls ${time(keptMsWhenRefused)}`
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const

/** A length of time in the largest unit that says it in whole numbers. */
function time(ms: number): string {
  const [unit, length] = units.find(([, size]) => ms >= size && ms % size === 0) ?? ['ms', 1]
  return `${ms / length}${unit}`
}
