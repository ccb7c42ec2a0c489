import { northwind, type Company } from '@cx-concierge/sandbox'
import type { Log } from '@cx-concierge/gateway'
import { call, type Answered } from './call.ts'
import { withRecords, type Records } from './records.ts'
import { openStoryDesk, storyMoment, type StoryDesk } from './story-desk.ts'
import { salesforceAudience, startTokenExchanger, type TokenExchanger } from './token-exchanger.ts'
import { colleague, issuer } from './tokens.ts'

/** Accounts by who may see them: Priya owns the one, Tom the other. */
export const priyas = '001NwAcmeRobot1IRA'
export const toms = '001NwCobaltHea3IBC'

/** Was merged into Tom's; only Priya sees it. */
export const merged = '001NwAcmeOldRe5IRE'

/** A desk that reads Salesforce with each caller's own rights. */
export interface CallerDesk extends AsyncDisposable {
  readonly desk: StoryDesk
  readonly exchanger: TokenExchanger
  /** Users whom Salesforce does not let in any more, by e-mail. */
  readonly revoked: Set<string>
  /** Asks as somebody; each person keeps one token until told otherwise. */
  ask(subject: string, args: object, tool?: string, url?: string): Promise<Answered>
  /** Every access token the callers came with. */
  readonly callersTokens: ReadonlyMap<string, string>
  /** Lets time pass. */
  wait(milliseconds: number): void
  /** Gives everybody a new token of their own. */
  signInAnew(): void
}

const priyaAndTom = new Map([
  ['priya', 'priya.nair@northwind.example'],
  ['tom', 'tom.becker@northwind.example'],
])

async function usualCompany(): Promise<Company> {
  return withRecords((await northwind()) as Records, ({ salesforce }) => {
    // only Priya sees the account that was merged, and only Tom the one it went into
    Object.assign(salesforce.Account[merged] ?? {}, { MasterRecordId: toms })
    Object.assign(salesforce, { AccountShare: { '00r1': { AccountId: merged, UserOrGroupId: '005NwPriyaNair4IBB' } } })
  })
}

/** Whose desk it is, when it is not Northwind's usual one. */
export interface CallerDeskOptions {
  readonly log?: Log
  readonly company?: Company
  /** The e-mail of the Salesforce user behind a token's subject; Priya's and Tom's when not said. */
  readonly people?: ReadonlyMap<string, string>
  /** Through which it shares with others; access.yaml must then have a key. */
  readonly cacheUrl?: string
  /** Changes the text of a copied configuration file besides. */
  readonly edit?: (text: string, file: string) => string
}

/** Opens it. Whoever is not among these people is given no token for Salesforce. */
export async function openCallerDesk(options: CallerDeskOptions = {}): Promise<CallerDesk> {
  const { log, people = priyaAndTom } = options
  const moment = { now: storyMoment }
  const revoked = new Set<string>()
  const company = options.company ?? (await usualCompany())
  const exchanger = await startTokenExchanger({ now: () => moment.now, desk: 'https://concierge.northwind.example/mcp', people })
  const exchange = `token_exchange: { url: '${exchanger.url}/oauth/token', client_id: ${exchanger.client.id}, client_secret: ${exchanger.client.secret} }`
  const readAsCaller = (text: string, file: string): string =>
    file === 'access.yaml'
      ? text.replace('issuer: https://login.northwind.example\n', `issuer: ${issuer}\n      ${exchange}\n`)
      : text.replace(
          '    use: salesforce\n',
          `    use: salesforce\n    read_as: caller\n    exchange: { audience: '${salesforceAudience}', scope: [api] }\n`,
        )
  const desk = await openStoryDesk({
    company,
    edit: (text, file) => readAsCaller(options.edit?.(text, file) ?? text, file),
    ...(log ? { log } : {}),
    ...(options.cacheUrl === undefined ? {} : { cacheUrl: options.cacheUrl }),
    now: () => moment.now,
    backendsWith: { salesforce: { trusts: exchanger.trusts, revoked } },
  })
  const tokens = new Map<string, Promise<string>>()
  const callersTokens = new Map<string, string>()
  return {
    desk,
    exchanger,
    revoked,
    callersTokens,
    ask: async (subject, args, tool = 'get_escalation_contact', url = desk.url) => {
      const signedIn = tokens.get(subject) ?? desk.token({ ...colleague, subject })
      tokens.set(subject, signedIn)
      const token = await signedIn
      callersTokens.set(token, subject)
      return await call(url, token, tool, args)
    },
    wait: (milliseconds) => {
      moment.now += milliseconds
      desk.advance(milliseconds)
    },
    signInAnew: () => tokens.clear(),
    [Symbol.asyncDispose]: async () => {
      await desk[Symbol.asyncDispose]()
      await exchanger.close()
    },
  }
}
