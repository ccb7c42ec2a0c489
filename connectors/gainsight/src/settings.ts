import { secret } from '@cx-concierge/connector-kit'
import { z } from 'zod'

// these words go into requests, so nothing but a name may stand here
const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,79}$/, 'must be the API name of a field or object, such as Renewal_Date__gc')
const path = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,79}(?:\.[A-Za-z][A-Za-z0-9_]{0,79}){0,3}$/, 'must be the API name of a field, such as Csm__gr.Name')

function field(usual: string, holds: string) {
  return name.default(usual).describe(`API name of the field with ${holds}`)
}

function optionalField(usual: string, holds: string) {
  return path.nullable().default(usual).describe(`API name of the field with ${holds}; null when the tenant has none`)
}

const companyFields = z
  .strictObject({
    id: field('Gsid', 'the id of a company'),
    account_id: field('SfdcAccountId', 'the 18-character Salesforce account id'),
    name: optionalField('Name', 'its name'),
    status: optionalField('Status', 'its status; where the field is a pick list, the value is an id or, by a lookup path, a label'),
    arr: optionalField('ARR', 'its annual recurring revenue'),
    country: optionalField('Country', 'its country, ISO 3166-1 alpha-2'),
    lifecycle: optionalField('LifecycleStage', 'its stage of life'),
    csm: field('Csm', 'its customer success manager, a look-up to a user'),
    health_score: optionalField('CurrentScore', 'its health score, a number'),
    health_score_at: optionalField('ScoreModifiedDate', 'the moment the score was computed'),
  })
  .prefault({})
  .describe('how this tenant names the fields of a company')

const userFields = z
  .strictObject({
    id: field('Gsid', 'the id of a user'),
    email: field('Email', 'their work e-mail'),
    name: optionalField('Name', 'their full name'),
    title: optionalField('Title', 'their job title'),
    timezone: optionalField('Timezone', 'their IANA time zone'),
    active: field('IsActiveUser', 'whether they may still sign in'),
  })
  .prefault({})
  .describe('how this tenant names the fields of a user')

/** What a Gainsight connection needs to be told. */
export const settings = z.strictObject({
  base_url: z.url({ protocol: /^https?$/ }).describe('address of the tenant, such as https://northwind.gainsightcloud.com'),
  sign_in: z
    .strictObject({ access_key: secret('the tenant-wide access key (Administration > Connectors 2.0 > Gainsight API)') })
    .describe('how to sign in'),
  objects: z
    .strictObject({
      company: name.default('Company').describe('API name of the object that holds companies'),
      user: name.default('GsUser').describe('API name of the object that holds users'),
    })
    .prefault({})
    .describe('how this tenant names its objects'),
  fields: z.strictObject({ company: companyFields, user: userFields }).prefault({}).describe('how this tenant names its fields'),
})

/** Settings after the defaults were filled in. */
export type Settings = z.output<typeof settings>
