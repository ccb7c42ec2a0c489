import { northwind } from '@cx-concierge/sandbox'
import { salesforceId } from '../salesforce-id.ts'

type Rows = Record<string, Record<string, unknown>>

/** Northwind with so many enterprise accounts more, each with an owner and a customer success manager. */
export async function bigCompany(
  accounts: number,
): Promise<{ readonly company: Readonly<Record<string, unknown>>; readonly ids: readonly string[] }> {
  const company = (await northwind()) as { salesforce: { Account: Rows }; gainsight: { Company: Rows } } & Record<string, unknown>
  const ids = Array.from({ length: accounts }, (_, index) => salesforceId(`001Bench${String(index).padStart(7, '0')}`))
  const owners = ['1P0SARAH', '1P0DIEGO', '1P0AIKO']
  for (const [index, id] of ids.entries()) {
    company.salesforce.Account[id] = {
      ...company.salesforce.Account['001NwAcmeRobot1IRA'],
      Id: id,
      Name: `Bench Company ${index}`,
      Website: `https://bench-${index}.example`,
      AccountNumber: `B${index}`,
    }
    company.gainsight.Company[`1P02BENCH${index}`] = {
      ...company.gainsight.Company['1P02ACME'],
      Gsid: `1P02BENCH${index}`,
      SfdcAccountId: id,
      Csm: owners[index % owners.length],
      Name: `Bench Company ${index}`,
    }
  }
  return { company, ids }
}
