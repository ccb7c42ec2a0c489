import { z } from 'zod'

const text = z.string().nullish()
const userWithEmail = z.object({ Email: text }).nullish()

/** Answer of the token endpoint. It carries no lifetime: a session ends when Salesforce says so. */
export const tokenAnswer = z.object({ access_token: z.string().min(1), instance_url: z.string().min(1) })

/** What of an object's description tells how far one's rights go. */
export const objectRights = z.object({ createable: z.boolean(), updateable: z.boolean(), deletable: z.boolean() })

/** One error, as every REST resource words it. */
export const apiErrors = z.array(z.object({ errorCode: z.string(), message: text })).min(1)

/** One page of a query. */
export const queryPage = z.object({ records: z.array(z.unknown()), done: z.boolean().nullish(), nextRecordsUrl: text })

/** Answers of a composite request, in no promised order. */
export const compositeAnswer = z.object({
  compositeResponse: z.array(z.object({ referenceId: z.string(), httpStatusCode: z.number(), body: z.unknown() })),
})

/** One account row. The company's own fields are read by the names in the settings. */
export interface AccountRow {
  readonly [field: string]: unknown
  readonly Id: string
  readonly OwnerId?: string | null | undefined
  readonly Owner?: { readonly Email?: string | null | undefined } | null | undefined
  readonly ParentId?: string | null | undefined
  readonly IsDeleted?: boolean | null | undefined
  readonly MasterRecordId?: string | null | undefined
  readonly Parent?: AccountRow | null | undefined
}

/** See {@link AccountRow}. */
export const accountRow: z.ZodType<AccountRow> = z.lazy(() =>
  z.looseObject({
    Id: z.string(),
    OwnerId: text,
    Owner: userWithEmail,
    ParentId: text,
    IsDeleted: z.boolean().nullish(),
    MasterRecordId: text,
    Parent: accountRow.nullish(),
  }),
)

/** One member of an account team. */
export const teamMemberRow = z.object({
  AccountId: z.string(),
  UserId: z.string(),
  TeamMemberRole: text,
  CreatedDate: text,
  User: userWithEmail,
})

/** See {@link teamMemberRow}. */
export type TeamMemberRow = z.output<typeof teamMemberRow>

/** One user, without anything private. */
export const userRow = z.object({
  Id: z.string(),
  Name: text,
  Title: text,
  Email: text,
  TimeZoneSidKey: text,
  IsActive: z.boolean().nullish(),
})

/** See {@link userRow}. */
export type UserRow = z.output<typeof userRow>

/** One sign-in record of a user who was frozen. */
export const frozenRow = z.object({ UserId: z.string() })

/** One contact: an address and the account it belongs to. */
export const contactRow = z.object({ Email: text, AccountId: text })

/** An account and one text field of it, found by that field. */
export const foundAccountRow = z.looseObject({ Id: z.string() })
