/** A record as the holder of the data writes it: vendor field names, fields we do not know are welcome. */
export type StoredRecord = Readonly<Record<string, unknown>>

/** Records by object, then by a key that is the id of a record that names none. Anything else in here is not looked at. */
export type SalesforceData = Readonly<Record<string, unknown>>

/** How a field is compared and described. */
export type FieldType = 'id' | 'reference' | 'string' | 'boolean' | 'currency' | 'picklist' | 'multipicklist' | 'datetime'

/** One kind of record. */
export interface ObjectShape {
  readonly name: string
  readonly fields: Readonly<Record<string, FieldType>>
  /** Name of a path to another record: the field that holds its id, and what it is. */
  readonly relationships: Readonly<Record<string, { readonly field: string; readonly object: string }>>
  /** The field that the key of a stored record stands for. */
  readonly keyField: string
}

const owner = { field: 'OwnerId', object: 'User' }
const account = { field: 'AccountId', object: 'Account' }

const shapes: readonly ObjectShape[] = [
  {
    name: 'Account',
    keyField: 'Id',
    fields: {
      Id: 'id',
      Name: 'string',
      Type: 'picklist',
      Segment__c: 'picklist',
      ARR__c: 'currency',
      Tags__c: 'multipicklist',
      BillingCountryCode: 'picklist',
      AccountNumber: 'string',
      Website: 'string',
      OwnerId: 'reference',
      ParentId: 'reference',
      MasterRecordId: 'reference',
      IsDeleted: 'boolean',
      CreatedDate: 'datetime',
    },
    relationships: {
      Owner: owner,
      Parent: { field: 'ParentId', object: 'Account' },
      MasterRecord: { field: 'MasterRecordId', object: 'Account' },
    },
  },
  {
    name: 'User',
    keyField: 'Id',
    fields: {
      Id: 'id',
      Name: 'string',
      Title: 'string',
      Email: 'string',
      TimeZoneSidKey: 'picklist',
      IsActive: 'boolean',
      MobilePhone: 'string',
    },
    relationships: {},
  },
  {
    name: 'Contact',
    keyField: 'Id',
    fields: { Id: 'id', Name: 'string', Email: 'string', AccountId: 'reference', OwnerId: 'reference', IsDeleted: 'boolean' },
    relationships: { Account: account, Owner: owner },
  },
  {
    name: 'AccountTeamMember',
    keyField: 'Id',
    fields: {
      Id: 'id',
      AccountId: 'reference',
      UserId: 'reference',
      TeamMemberRole: 'picklist',
      CreatedDate: 'datetime',
      IsDeleted: 'boolean',
    },
    relationships: { Account: account, User: { field: 'UserId', object: 'User' } },
  },
  {
    name: 'UserLogin',
    keyField: 'UserId',
    fields: { Id: 'id', UserId: 'reference', IsFrozen: 'boolean', IsPasswordLocked: 'boolean' },
    relationships: {},
  },
]

/** What the organisation holds at this moment. */
export interface Organisation {
  /** By name in any case; `undefined` when this edition has no such object. */
  shape(object: string): ObjectShape | undefined
  readonly shapes: readonly ObjectShape[]
  rows(shape: ObjectShape): readonly StoredRecord[]
  /** By id, compared by its first 15 characters. */
  row(object: string, id: unknown): StoredRecord | undefined
}

/** Reads the data once for one request. Fields that stand in a record but in no shape become text fields of its object. */
export function readOrganisation(data: SalesforceData, missingObjects: ReadonlySet<string>): Organisation {
  const present = shapes.filter((shape) => !missingObjects.has(shape.name))
  const rows = new Map(present.map((shape) => [shape.name, recordsOf(data[shape.name], shape)]))
  const indexes = new Map<string, Map<string, StoredRecord>>()

  function index(object: string): Map<string, StoredRecord> {
    const known = indexes.get(object)
    if (known !== undefined) return known
    const made = new Map((rows.get(object) ?? []).map((record) => [String(record['Id']).slice(0, 15), record]))
    indexes.set(object, made)
    return made
  }

  return {
    shapes: present,
    shape: (object) => present.find(({ name }) => name.toLowerCase() === object.toLowerCase()),
    rows: (shape) => rows.get(shape.name) ?? [],
    row: (object, id) => (typeof id === 'string' ? index(object).get(id.slice(0, 15)) : undefined),
  }
}

/** The field's name as the object spells it, or `undefined` when it has none of that name. */
export function fieldOf(organisation: Organisation, shape: ObjectShape, name: string): string | undefined {
  const lower = name.toLowerCase()
  const standard = Object.keys(shape.fields).find((field) => field.toLowerCase() === lower)
  if (standard !== undefined) return standard
  for (const record of organisation.rows(shape)) {
    const custom = Object.keys(record).find((field) => field.toLowerCase() === lower)
    if (custom !== undefined) return custom
  }
  return undefined
}

function recordsOf(stored: unknown, shape: ObjectShape): StoredRecord[] {
  if (typeof stored !== 'object' || stored === null) return []
  return Object.entries(stored).map(([key, record]: [string, StoredRecord]) => ({
    [shape.keyField]: key,
    ...(shape.keyField === 'Id' ? {} : { Id: `0Yw${key.slice(3)}` }),
    ...record,
  }))
}
