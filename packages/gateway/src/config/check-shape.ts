import { z } from 'zod'
import type { Fault, Path } from './fault.ts'
import { didYouMean, nearest } from './nearest.ts'
import { isNearSecret, knownKeys } from './schema-places.ts'
import type { YamlFile } from './yaml-file.ts'

type Issue = z.core.$ZodIssue

/** Checks a value of a file against a schema; every difference becomes a fault with its place. */
export function checkShape<Output>(
  yaml: YamlFile,
  schema: z.ZodType<Output>,
  value: unknown,
  under: Path = [],
): { readonly value: Output; readonly faults: readonly Fault[] } | { readonly value: undefined; readonly faults: readonly Fault[] } {
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return { value: result.data, faults: [] }
  return { value: undefined, faults: result.error.issues.flatMap((issue) => toFaults(yaml, schema, hidden(yaml, issue, under), under)) }
}

function toFaults(yaml: YamlFile, schema: z.ZodType, issue: Issue, under: Path): Fault[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
  const at = [...under, ...path]
  const discreet = isNearSecret(schema, path)
  const shown = (value: unknown): string =>
    discreet && (typeof value === 'string' || typeof value === 'number') ? 'what stands here' : valueText(value)
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = knownKeys(schema, path)
      return issue.keys.map((key) =>
        yaml.fault([...at, keyText(key, discreet)], `"${keyText(key, discreet)}" is not a key here`, {
          hint: didYouMean(key, known),
          atKey: true,
        }),
      )
    }
    case 'invalid_value': {
      const known = issue.values.map(String)
      const given = valueText(issue.input)
      const word = given.replaceAll('"', '')
      if (issue.input === undefined) return [yaml.fault(at, `is missing`, { hint: `one of: ${known.join(', ')}` })]
      return [
        // a word that is nearly right is a slip of the pen, and no secret
        yaml.fault(at, `${nearest(word, known) === undefined ? shown(issue.input) : given} is not possible here`, {
          hint: didYouMean(word, known) ?? `one of: ${known.join(', ')}`,
        }),
      ]
    }
    case 'invalid_type':
      if (issue.input === null) return [yaml.fault(at, at.length === 0 ? 'holds nothing' : `"${String(at.at(-1))}" holds nothing`)]
      if (issue.input === undefined) return [yaml.fault(at, `"${String(at.at(-1))}" is missing`)]
      return [yaml.fault(at, `${shown(issue.input)} is not ${article(issue.expected)}`)]
    case 'invalid_key':
      return issue.issues.map((inner) => yaml.fault(at, inner.message, { atKey: true }))
    case 'invalid_union': {
      const choice = wrongChoice(issue)
      if (choice) {
        const given = nearest(choice.given, choice.known) === undefined ? shown(choice.given) : valueText(choice.given)
        return [yaml.fault(at, `${given} is not possible here`, { hint: didYouMean(choice.given, choice.known) })]
      }
      const closest = issue.errors.toSorted((a, b) => a.length - b.length)[0]
      if (!closest || closest.length === 0) return [yaml.fault(at, `${shown(issue.input)} is not possible here`)]
      return closest.flatMap((inner) => toFaults(yaml, schema, { ...inner, path: [...issue.path, ...inner.path] }, under))
    }
    default:
      return [yaml.fault(at, issue.message.replace(/^Invalid input: /, ''))]
  }
}

/** A word that decides which keys follow (`flow: jwt`), when it is none of those there are. */
function wrongChoice(issue: Issue): { readonly given: string; readonly known: readonly string[] } | undefined {
  if (!('discriminator' in issue) || !('options' in issue) || !Array.isArray(issue.options)) return undefined
  const { input } = issue
  const given = typeof input === 'object' && input !== null ? (input as Record<string, unknown>)[String(issue.discriminator)] : input
  return { given: typeof given === 'string' ? given : 'nothing', known: issue.options.map(String) }
}

/** What a reference leads to is never shown: it may be a secret that was put in the wrong place. */
function hidden(yaml: YamlFile, issue: Issue, under: Path): Issue {
  const written = [...under, ...issue.path].reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    yaml.value,
  )
  return typeof written === 'string' && written.includes('${') ? ({ ...issue, input: written } as Issue) : issue
}

const article = (expected: string): string =>
  expected === 'object' ? 'a block of keys' : expected === 'array' ? 'a list' : `a ${expected}`

const valueText = (value: unknown): string =>
  typeof value === 'string'
    ? `"${value.length > 60 ? `${value.slice(0, 57)}…` : value}"`
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'object'
        ? 'a block of keys'
        : JSON.stringify(value)

/** A key as it may be shown: near secrets only what is surely a name, since a value may have ended up in its place. */
function keyText(key: string, discreet: boolean): string {
  const surelyName = discreet ? /^[a-z_]{1,40}$/ : /^[\p{L}\p{N}_.@* -]{1,60}$/u
  return surelyName.test(key) ? key : `${/^[a-z_]{0,24}/.exec(key)?.[0] ?? ''}…`
}
