import type { FieldRead } from '@cx-concierge/connector-kit'
import type { Settings } from './settings.ts'

/** Every field of Salesforce's this connector can read, and what for. Queries are written from this list. */
export function reads({ fields: { account }, account_teams: hasTeams }: Settings): FieldRead[] {
  const found = (lookup: FieldRead['lookup'], object: string, always: readonly (readonly [field: string, word: string])[]): FieldRead[] =>
    always.map(([field, word]) => ({ lookup, object, field, word, always: true }))
  const parts = (
    lookup: FieldRead['lookup'],
    object: string,
    some: readonly (readonly [field: string | null, word: string])[],
  ): FieldRead[] => some.flatMap(([field, word]) => (field === null ? [] : [{ lookup, object, field, word }]))

  return [
    ...found('accounts', 'Account', [
      ['Id', 'id'],
      ['IsDeleted', 'deleted'],
      ['MasterRecordId', 'mergedInto'],
    ]),
    ...parts('accounts', 'Account', [
      [account.name, 'name'],
      [account.status, 'status'],
      [account.segment, 'segment'],
      [account.arr, 'arr'],
      [account.tags, 'tags'],
      [account.country, 'country'],
      ['ParentId', 'parentId'],
      ['OwnerId', 'roles.owner'],
      // one step more, which saves a look-up where it can be had
      ['Owner.Email', 'roles.owner'],
    ]),
    ...(hasTeams
      ? parts(
          'accounts',
          'AccountTeamMember',
          ['AccountId', 'UserId', 'TeamMemberRole', 'CreatedDate', 'User.Email'].map((field) => [field, 'roles.team.*']),
        )
      : []),
    ...found('accountsByNumber', 'Account', [
      ['Id', 'id'],
      [account.number, 'account number'],
    ]),
    ...found('accountsByContact', 'Contact', [
      ['Email', 'contact e-mail'],
      ['AccountId', 'id'],
    ]),
    ...found('accountsByDomain', 'Account', [
      ['Id', 'id'],
      [account.website, 'website'],
    ]),
    ...found('people', 'User', [
      ['Id', 'id'],
      ['Email', 'email'],
      ['IsActive', 'employment'],
    ]),
    ...parts('people', 'User', [
      ['Name', 'name'],
      ['Title', 'title'],
      ['TimeZoneSidKey', 'timezone'],
    ]),
    ...found('people', 'UserLogin', [
      ['UserId', 'id'],
      ['IsFrozen', 'employment'],
    ]),
  ]
}
