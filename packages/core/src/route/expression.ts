import { Environment, type ASTNode, type ParseResult } from '@marcbachmann/cel-js'
import { conditionFacts, type Condition, type FactName } from './condition.ts'

const environment = new Environment({ limits: { maxAstNodes: 500, maxDepth: 40 } })
  .registerVariable('account', {
    schema: {
      name: 'string',
      status: 'string',
      segment: 'string',
      arr: 'double',
      country: 'string',
      region: 'string',
      lifecycle: 'string',
      tags: 'list<string>',
    },
  })
  .registerVariable('topic', 'string')
  .registerVariable('language', 'string')
  .registerVariable('audience', 'string')

const macros = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])

/**
 * Reads a rule's `if:`, an expression in CEL (cel.dev) over `account`, `topic`, `language` and `audience`. Types are
 * checked here, once. `matches` is refused because its regular expressions can run without end, and macros within
 * macros because their cost multiplies. Throws an `Error` that says what is wrong.
 */
export function parseExpression(text: string): Condition {
  const parsed = environment.parse(text)
  const checked = parsed.check()
  if (!checked.valid) throw new Error(checked.error?.message ?? 'is not a valid expression')
  if (checked.type !== 'bool' && checked.type !== 'dyn') throw new Error(`gives a ${checked.type}, not true or false`)
  const facts = new Set<FactName>()
  walk(parsed.ast, 0, facts)
  const names = [...facts]
  return {
    facts: names,
    test: (read) => {
      const account: Record<string, unknown> = {}
      const context: Record<string, unknown> = { account }
      let unread = false
      for (const name of names) {
        const fact = read(name)
        if (fact.state === 'unknown') unread = true
        if (fact.state === 'empty' && name === 'account.tags') account['tags'] = []
        if (fact.state !== 'known') continue
        if (name.startsWith('account.')) account[name.slice('account.'.length)] = fact.value
        else context[name] = fact.value
      }
      return run(parsed, context, unread)
    },
  }
}

/** CEL raises an error where it needs a value that is not there: undecided when it could not be read, false when there is none. */
function run(parsed: ParseResult, context: Record<string, unknown>, unread: boolean): boolean | 'unknown' {
  try {
    return parsed(context) === true
  } catch {
    return unread ? 'unknown' : false
  }
}

function walk(node: unknown, macroDepth: number, facts: Set<FactName>): void {
  if (Array.isArray(node)) {
    for (const part of node) walk(part, macroDepth, facts)
    return
  }
  if (!isNode(node)) return
  let depth = macroDepth
  if (node.op === 'call' || node.op === 'rcall') {
    const name = (node.args as readonly unknown[])[0] as string
    if (name === 'has') throw new Error('"has" is not needed: a fact that is not there makes its comparison false')
    if (name === 'matches') throw new Error('"matches" is not allowed here; use ==, in, startsWith or endsWith')
    if (macros.has(name)) depth += 1
    if (depth > 1) throw new Error(`"${name}" inside another list function is not allowed here`)
  }
  if (node.op === '.' || node.op === '.?') {
    const [base, key] = node.args as readonly [unknown, string]
    if (isNode(base) && base.op === 'id' && base.args === 'account') {
      remember(`account.${key}`, facts)
      return
    }
  }
  if (node.op === 'id' && node.args === 'account') throw new Error('"account" must be followed by a fact, such as account.segment')
  if (node.op === 'id') remember(node.args, facts)
  walk(node.args, depth, facts)
}

function remember(name: string, facts: Set<FactName>): void {
  const known = conditionFacts.find((fact) => fact === name)
  if (known) facts.add(known)
}

const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'op' in value && 'args' in value
