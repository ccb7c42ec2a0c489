import { readOrganisation, type Organisation, type SalesforceData } from './objects.ts'
import { visibleTo } from './sharing.ts'
import { runSoql } from './run-soql.ts'
import { malformed, Refusal, type VendorAnswer } from './vendor-answer.ts'

/** What Salesforce answers when it would rather not. */
export interface Trouble {
  readonly status: number
  readonly errorCode: string
}

/** What the REST side is started with. */
export interface RestOptions {
  readonly data: () => SalesforceData
  readonly accountTeams: boolean
  /** Objects whose records the signed-in user may create, change and delete, too. */
  readonly mayChange: readonly string[]
  readonly refuses: (object: string) => Trouble | undefined
  /** Rows per page of a query. */
  readonly pageSize: number
  /** Calls a day. */
  readonly dailyCalls: number
}

/** The REST API without its door: addresses in, answers out. */
export interface Rest {
  /** `user`: the e-mail of whoever asks; everything is seen when not said. */
  get(address: string, usedCalls: number, user?: string): VendorAnswer
  composite(body: unknown, usedCalls: number, user?: string): VendorAnswer
}

const mostParts = 25
const mostQueries = 5
const keptLocators = 100

/** Answers under `/services/data`. */
export function createRest(options: RestOptions): Rest {
  const missingObjects = new Set(options.accountTeams ? [] : ['AccountTeamMember'])
  const locators = new Map<string, readonly unknown[]>()
  let nextLocator = 1

  function page(rows: readonly unknown[], total: number, version: string, locator: string | undefined): VendorAnswer {
    const rest = rows.slice(options.pageSize)
    const records = rows.slice(0, options.pageSize)
    if (rest.length === 0) return { status: 200, body: { totalSize: total, done: true, records } }
    const name = locator ?? `01gNw${String(nextLocator++).padStart(10, '0')}`
    const next = `${name}-${total - rest.length}`
    locators.set(next, rest)
    if (locators.size > keptLocators) locators.delete([...locators.keys()][0] ?? '')
    return { status: 200, body: { totalSize: total, done: false, nextRecordsUrl: `/services/data/${version}/query/${next}`, records } }
  }

  function refuse(object: string): void {
    const trouble = options.refuses(object)
    if (trouble !== undefined) throw new Refusal(trouble.status, trouble.errorCode, `${object} cannot be read now`)
  }

  function query(soql: string | null, withDeleted: boolean, version: string, organisation: Organisation): VendorAnswer {
    if (soql === null || soql === '') throw malformed('A query string has to be specified')
    const rows = runSoql(soql, organisation, withDeleted, refuse, (object, id) => `/services/data/${version}/sobjects/${object}/${id}`)
    return page(rows, rows.length, version, undefined)
  }

  function more(locator: string, version: string): VendorAnswer {
    const rows = locators.get(locator)
    const [name = '', start = ''] = locator.split('-')
    if (rows === undefined) throw new Refusal(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator')
    return page(rows, Number(start) + rows.length, version, name)
  }

  function answer(address: string, usedCalls: number, user: string | undefined): VendorAnswer {
    const url = new URL(address, 'http://pretend')
    const [, version = '', resource = '', ...rest] = /^\/services\/data\/(v\d+\.\d)(?:\/([^/]+))?(?:\/(.*))?$/.exec(url.pathname) ?? []
    const below = rest[0] ?? ''
    const organisation = readOrganisation(user === undefined ? options.data() : visibleTo(user, options.data()), missingObjects)
    if (resource === 'query' && below !== '') return more(below, version)
    if (resource === 'query' || resource === 'queryAll')
      return query(url.searchParams.get('q'), resource === 'queryAll', version, organisation)
    if (resource === 'limits')
      return { status: 200, body: { DailyApiRequests: { Max: options.dailyCalls, Remaining: options.dailyCalls - usedCalls } } }
    if (resource === 'sobjects' && below === '') {
      return {
        status: 200,
        body: {
          encoding: 'UTF-8',
          maxBatchSize: 200,
          sobjects: organisation.shapes.map(({ name }) => ({ name, label: name, queryable: true })),
        },
      }
    }
    const [, object] = /^(\w+)\/describe$/.exec(below) ?? []
    if (resource === 'sobjects' && object !== undefined) return describe(object, organisation, options.mayChange.includes(object))
    throw notFound()
  }

  function get(address: string, usedCalls: number, user?: string): VendorAnswer {
    try {
      return answer(address, usedCalls, user)
    } catch (error) {
      if (error instanceof Refusal) return error.answer
      throw error
    }
  }

  return {
    get,
    composite(body, usedCalls, user) {
      const parts = partsOf(body)
      const queries = parts.filter(({ url }) => /\/query(?:All)?\b/.test(url))
      if (parts.length > mostParts || queries.length > mostQueries) {
        return new Refusal(400, 'LIMIT_EXCEEDED', `at most ${mostParts} subrequests, ${mostQueries} of them queries`).answer
      }
      const compositeResponse = parts.map(({ method, url, referenceId }) => {
        const { status, body: answered } = method === 'GET' ? get(url, usedCalls, user) : notAllowed(method).answer
        return { body: answered, httpHeaders: {}, httpStatusCode: status, referenceId }
      })
      return { status: 200, body: { compositeResponse } }
    },
  }
}

function describe(object: string, organisation: Organisation, mayChange: boolean): VendorAnswer {
  const shape = organisation.shape(object)
  if (shape === undefined) throw notFound()
  const fields = Object.entries(shape.fields).map(([name, type]) => {
    const [relationshipName, target] = Object.entries(shape.relationships).find(([, { field }]) => field === name) ?? []
    return {
      name,
      label: name,
      type,
      filterable: true,
      nillable: type !== 'id',
      referenceTo: target === undefined ? [] : [target.object],
      relationshipName: relationshipName ?? null,
    }
  })
  return {
    status: 200,
    body: {
      name: shape.name,
      label: shape.name,
      queryable: true,
      createable: mayChange,
      updateable: mayChange,
      deletable: mayChange,
      fields,
      childRelationships: [],
    },
  }
}

interface Part {
  readonly method: string
  readonly url: string
  readonly referenceId: string
}

function partsOf(body: unknown): Part[] {
  const { compositeRequest } = (body ?? {}) as { compositeRequest?: unknown }
  if (!Array.isArray(compositeRequest)) return []
  return compositeRequest.map((part: Partial<Part>) => ({
    method: String(part.method),
    url: String(part.url),
    referenceId: String(part.referenceId),
  }))
}

function notFound(): Refusal {
  return new Refusal(404, 'NOT_FOUND', 'The requested resource does not exist')
}

function notAllowed(method: string): Refusal {
  return new Refusal(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed.`)
}
