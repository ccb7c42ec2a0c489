import { escapeInvisible, type FoundRecord } from '@cx-concierge/store'

interface Attribute {
  readonly key: string
  readonly value: Value
}

type Value =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly Value[] } }

// https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber
const info = { severityNumber: 9, severityText: 'INFO' } as const
const severities = {
  answered: info,
  cancelled: info,
  refused: { severityNumber: 13, severityText: 'WARN' },
  failed: { severityNumber: 17, severityText: 'ERROR' },
} as const

/**
 * A record as one OTLP/JSON ExportLogsServiceRequest on one line. Attributes bear the names of OpenTelemetry's semantic conventions where there
 * is one, and `concierge.` names otherwise.
 */
export function otlpLine(record: FoundRecord): string {
  const { at, kind, outcome, result, traceId } = record
  const nanoseconds = String(BigInt(Math.round(at)) * 1_000_000n)
  const severity = outcome === undefined ? info : severities[outcome]
  const log = {
    timeUnixNano: nanoseconds,
    observedTimeUnixNano: nanoseconds,
    ...severity,
    eventName: `concierge.audit.${kind}`,
    body: { stringValue: result ?? kind },
    attributes: attributesOf(record),
    ...(traceId === undefined ? {} : { traceId }),
  }
  const request = {
    resourceLogs: [
      {
        resource: { attributes: [text('service.name', 'cx-concierge')] },
        scopeLogs: [{ scope: { name: 'cx-concierge/audit', version: '1' }, logRecords: [log] }],
      },
    ],
  }
  return escapeInvisible(JSON.stringify(request))
}

function attributesOf(record: FoundRecord): Attribute[] {
  const { id, tool, subject, outcome, result, input, at: _at, kind: _kind, traceId: _trace, ...rest } = record
  const named = [
    ['log.record.uid', id],
    ['enduser.id', subject],
    ['gen_ai.tool.name', tool?.replace(/@\d+$/, '')],
    ['error.type', outcome === 'failed' || outcome === 'refused' ? result : undefined],
    ['concierge.outcome', outcome],
  ] as const
  const called = tool === undefined ? [] : [text('mcp.method.name', 'tools/call'), text('gen_ai.operation.name', 'execute_tool')]
  return [
    ...called,
    ...named.flatMap(([key, value]) => (value === undefined ? [] : [text(key, value)])),
    ...Object.entries(rest).map(([key, value]) => ({ key: `concierge.${snakeCase(key)}`, value: valueOf(value) })),
    ...Object.entries(input ?? {}).map(([key, value]) => text(`concierge.input.${key}`, value)),
  ]
}

const text = (key: string, value: string): Attribute => ({ key, value: { stringValue: value } })

function valueOf(value: unknown): Value {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(valueOf) } }
  if (typeof value !== 'number') return { stringValue: String(value) }
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
}

const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
