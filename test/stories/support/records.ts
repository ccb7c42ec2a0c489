type Row = Record<string, unknown>
type Table = Record<string, Row>

/** Northwind Cloud's records as plain data, to be changed. */
export interface Records {
  readonly [backend: string]: unknown
  readonly salesforce: Record<'Account' | 'User' | 'AccountTeamMember' | 'Contact', Table>
  readonly gainsight: Record<'Company' | 'User', Table>
  readonly booking_sheet: { readonly rows: Table }
}

/** A company with something changed; the one given stays as it is. */
export function withRecords(company: Records, change: (company: Records) => void): Records {
  const copy = structuredClone(company)
  change(copy)
  return copy
}

/** Acme Robotics' records in both systems that know accounts. */
export function acme(company: Records): { readonly account: Row; readonly company: Row } {
  return { account: rowOf(company.salesforce.Account, '001NwAcmeRobot1IRA'), company: rowOf(company.gainsight.Company, '1P02ACME') }
}

/** Ways to change what the systems say of Sarah Jenkins. */
export function sarah(company: Records): {
  /** A field of both systems that know colleagues; the second name is the second system's, where it differs. */
  user(field: string, value: unknown, fieldElsewhere?: string): void
  booking(column: string, value: unknown): void
} {
  return {
    user: (field, value, fieldElsewhere = field) => {
      rowOf(company.salesforce.User, '005NwSarahJenk1IBB')[field] = value
      rowOf(company.gainsight.User, '1P0SARAH')[fieldElsewhere] = value
      if (field === 'Email')
        company.booking_sheet.rows[String(value)] = {
          ...rowOf(company.booking_sheet.rows, 'sarah.jenkins@northwind.example'),
          'Work email': value,
        }
    },
    booking: (column, value) => {
      rowOf(company.booking_sheet.rows, 'sarah.jenkins@northwind.example')[column] = value
    },
  }
}

function rowOf(table: Table, key: string): Row {
  const row = table[key]
  if (row === undefined) throw new Error(`there is no record ${key}`)
  return row
}
