import { northwind, type Company } from '@cx-concierge/sandbox'
import { salesforceId } from '../support/salesforce-id.ts'

/** An account whose every text, and every text of its people, holds a word that stands nowhere else. */
export interface CanaryAccount {
  readonly id: string
  readonly number: string
  readonly contact: string
  /** Seven letters, lower case; occurs in everything that belongs to this account. */
  readonly canary: string
}

/** A customer company: an account for each of its users, and one they share. */
export interface CanaryCustomer {
  readonly own: readonly CanaryAccount[]
  readonly shared: CanaryAccount
}

type Rows = Record<string, Record<string, unknown>>
interface Records {
  readonly salesforce: Readonly<Record<'Account' | 'User' | 'Contact' | 'AccountTeamMember', Rows>>
  readonly gainsight: Readonly<Record<'Company' | 'User', Rows>>
  readonly booking_sheet: { readonly rows: Rows }
  readonly headshots: { readonly have: string[] }
}

/** What a canary looks like, wherever it turns up. */
export const canaryPattern = /qz[a-y]{5}/gi

/** Northwind's systems with so many customer companies of so many users each, in place of its own. */
export async function canaryCompany(
  customers: number,
  users: number,
): Promise<{
  readonly company: Company
  readonly customers: readonly CanaryCustomer[]
  readonly userOf: (account: CanaryAccount) => string
}> {
  const company = (await northwind()) as unknown as Records
  let made = 0
  const account = (): CanaryAccount => addAccount(company, (made += 1))
  const all = Array.from({ length: customers }, () => ({ own: Array.from({ length: users }, account), shared: account() }))
  const shares: Rows = {}
  for (const { own, shared } of all) for (const account of own) addUser(company, shares, account, shared)
  Object.assign(company.salesforce, { AccountShare: shares })
  return { company: company as unknown as Company, customers: all, userOf }
}

/** The e-mail of an account's own user, who may see that account and the one the customer shares. */
const userOf = ({ canary }: CanaryAccount): string => `${canary}.user@northwind.example`

function addUser({ salesforce }: Records, shares: Rows, account: CanaryAccount, shared: CanaryAccount): void {
  const id = `005${account.canary}userAA`
  salesforce.User[id] = { Id: id, Name: 'Somebody', Email: userOf(account), IsActive: true }
  for (const seen of [account, shared]) shares[`00r${account.canary}${seen.canary}`] = { AccountId: seen.id, UserOrGroupId: id }
}

/** `qz` and five letters of a number; no two numbers share them. */
function canaryOf(index: number): string {
  let rest = index * 7919
  const letters = Array.from({ length: 5 }, () => {
    const letter = String.fromCharCode(97 + (rest % 25))
    rest = Math.floor(rest / 25)
    return letter
  })
  return `qz${letters.join('')}`
}

function addAccount({ salesforce, gainsight, booking_sheet: sheet, headshots }: Records, index: number): CanaryAccount {
  const canary = canaryOf(index)
  const word = canary[0]?.toUpperCase() + canary.slice(1)
  const id = salesforceId(`001${word}${String(index).padStart(5, '0')}`)
  const number = `${word}${index}`
  const contact = `someone@${canary}.example`
  const person = (role: string): { crm: string; cs: string } => {
    const email = `${canary}.${role}@northwind.example`
    const [crm, cs] = [`005${word}${role.padEnd(5, 'x').slice(0, 5)}AAA`, `1P0${word}${role}`]
    const shown = { Name: `${word} ${role}`, Title: `${word} Manager`, Email: email }
    salesforce.User[crm] = { Id: crm, ...shown, TimeZoneSidKey: 'America/New_York', IsActive: true }
    gainsight.User[cs] = { Gsid: cs, ...shown, Timezone: 'America/New_York', IsActiveUser: true }
    sheet.rows[email] = { 'Work email': email, 'Booking link': `https://book.northwind.example/${canary}-${role}`, Languages: 'en' }
    headshots.have.push(email)
    return { crm, cs }
  }
  const [csm, owner, onboarding] = [person('csm'), person('owner'), person('onboarding')]
  salesforce.Account[id] = {
    ...salesforce.Account['001NwAcmeRobot1IRA'],
    Id: id,
    Name: `${word} Works`,
    Website: `https://${canary}.example`,
    AccountNumber: number,
    OwnerId: owner.crm,
  }
  salesforce.Contact[`003${word}`] = { Email: contact, AccountId: id }
  salesforce.AccountTeamMember[`01M${word}`] = {
    AccountId: id,
    UserId: onboarding.crm,
    TeamMemberRole: 'Onboarding Manager',
    CreatedDate: '2026-09-01',
  }
  gainsight.Company[`1P02${word}`] = {
    ...gainsight.Company['1P02ACME'],
    Gsid: `1P02${word}`,
    SfdcAccountId: id,
    Name: `${word} Works`,
    Csm: csm.cs,
  }
  return { id, number, contact, canary }
}
