import type { ConditionWithValueQuery, Query, WhereClause } from '@jetstreamapp/soql-parser-js'
import { readLiteral, readPattern, type Literal } from './literal.ts'
import type { FieldType, StoredRecord } from './objects.ts'
import { malformed } from './vendor-answer.ts'

/** Whether a record is selected. */
export type Test = (record: StoredRecord) => boolean

/** What a condition needs to know about the object it is about. */
export interface FieldReader {
  /** Throws `INVALID_FIELD` for a path that leads nowhere. */
  readonly field: (path: string) => { readonly type: FieldType; readonly read: (record: StoredRecord) => unknown }
  /** The values the one column of a sub-query holds. */
  readonly column: (query: Query) => ReadonlySet<string>
}

type FieldCondition = Extract<ConditionWithValueQuery, { field: string }>
type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | { readonly condition: FieldCondition }

/** Makes one test of a WHERE clause. As Salesforce does, it refuses AND and OR side by side without parentheses, and a sub-query under OR. */
export function readWhere(where: WhereClause | undefined, fields: FieldReader): Test {
  if (where === undefined) return () => true
  const tokens = flatten(where)
  let position = 0

  function expression(isUnderOr: boolean): Test {
    const isOr = operatorAhead() === 'OR'
    const tests = [operand(isUnderOr || isOr)]
    let operator: 'AND' | 'OR' | undefined
    for (let next = tokens[position]; next === 'AND' || next === 'OR'; next = tokens[position]) {
      if (operator !== undefined && operator !== next) throw malformed('unexpected token: AND and OR need parentheses')
      operator = next
      position += 1
      tests.push(operand(isUnderOr || isOr))
    }
    return operator === 'OR' ? (record) => tests.some((test) => test(record)) : (record) => tests.every((test) => test(record))
  }

  /** The operator that joins the operands of the expression that begins here. */
  function operatorAhead(): Token | undefined {
    let depth = 0
    for (const token of tokens.slice(position)) {
      if (token === '(') depth += 1
      if (token === ')') depth -= 1
      if (depth < 0) return undefined
      if (depth === 0 && (token === 'AND' || token === 'OR')) return token
    }
    return undefined
  }

  function operand(isUnderOr: boolean): Test {
    const token = tokens[position]
    position += 1
    if (token === 'NOT') {
      const test = operand(isUnderOr)
      return (record) => !test(record)
    }
    if (token === '(') {
      const test = expression(isUnderOr)
      position += 1
      return test
    }
    if (typeof token !== 'object') throw malformed('unexpected token')
    return condition(token.condition, isUnderOr, fields)
  }

  return expression(false)
}

/** The parser hands out a list of conditions that only counts its parentheses. */
function flatten(where: WhereClause): Token[] {
  const tokens: Token[] = []
  let rest: WhereClause | undefined = where
  while (rest !== undefined) {
    const { left } = rest
    if (left !== null) {
      tokens.push(...repeated('(', left.openParen))
      if ('field' in left) tokens.push({ condition: left })
      if ('fn' in left) throw malformed('the pretend backend does not do functions')
      if ('closeParen' in left) tokens.push(...repeated(')', left.closeParen))
    }
    const operator: unknown = 'operator' in rest ? rest.operator : undefined
    if (operator === 'AND' || operator === 'OR' || operator === 'NOT') tokens.push(operator)
    rest = 'right' in rest ? rest.right : undefined
  }
  return tokens
}

function repeated(token: '(' | ')', times = 0): Token[] {
  return Array.from({ length: times }, () => token)
}

function condition(given: FieldCondition, isUnderOr: boolean, fields: FieldReader): Test {
  const { type, read } = fields.field(given.field)
  const { operator } = given
  const isId = type === 'id' || type === 'reference'

  if ('valueQuery' in given) {
    if (isUnderOr) throw malformed("Semi join sub-selects are not allowed with the 'OR' operator")
    const ids = fields.column(given.valueQuery)
    const isIn = (record: StoredRecord): boolean => ids.has(String(comparable(read(record), true)))
    return operator === 'NOT IN' ? (record) => !isIn(record) : isIn
  }
  if (operator === 'LIKE') {
    const pattern = readPattern(String(given.value))
    return (record) => {
      const value = read(record)
      return typeof value === 'string' && pattern.test(value)
    }
  }
  const literals = [given.value].flat().map((value) => comparable(readLiteral(value), isId))
  return compare(operator, literals, (record) => comparable(read(record), isId))
}

function compare(operator: string, literals: readonly Literal[], value: (record: StoredRecord) => Literal): Test {
  const [first = null] = literals
  switch (operator) {
    case '=':
    case 'IN':
      return (record) => literals.includes(value(record))
    case '!=':
    case '<>':
    case 'NOT IN':
      return (record) => !literals.includes(value(record))
    case '<':
      return (record) => ordered(value(record), first, (a, b) => a < b)
    case '<=':
      return (record) => ordered(value(record), first, (a, b) => a <= b)
    case '>':
      return (record) => ordered(value(record), first, (a, b) => a > b)
    case '>=':
      return (record) => ordered(value(record), first, (a, b) => a >= b)
    default:
      throw malformed(`unexpected token: ${operator}`)
  }
}

function ordered(value: Literal, limit: Literal, fits: (a: string | number, b: string | number) => boolean): boolean {
  if (typeof value === 'number' && typeof limit === 'number') return fits(value, limit)
  return typeof value === 'string' && typeof limit === 'string' && fits(value, limit)
}

/** Text is compared in any case, ids by their first 15 characters in their own. */
function comparable(value: unknown, isId: boolean): Literal {
  if (typeof value === 'string') return isId ? value.slice(0, 15) : value.toLowerCase()
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}
