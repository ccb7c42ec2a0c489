import type { FieldRead } from '@cx-concierge/connector-kit'
import type { Settings } from './settings.ts'

/** Every field of Gainsight's this connector can read, and what for. Queries are written from this list. */
export function reads({ fields: { company, user }, objects }: Settings): FieldRead[] {
  const found = (lookup: FieldRead['lookup'], object: string, field: string, word: string): FieldRead => ({
    lookup,
    object,
    field,
    word,
    always: true,
  })
  const parts = (lookup: FieldRead['lookup'], object: string, some: Readonly<Record<string, readonly (string | null)[]>>): FieldRead[] =>
    Object.entries(some).flatMap(([word, fields]) => fields.flatMap((field) => (field === null ? [] : [{ lookup, object, field, word }])))

  return [
    found('accounts', objects.company, company.id, 'company id'),
    found('accounts', objects.company, company.account_id, 'id'),
    ...parts('accounts', objects.company, {
      name: [company.name],
      status: [company.status],
      arr: [company.arr],
      country: [company.country],
      lifecycle: [company.lifecycle],
      healthScore: [company.health_score, company.health_score_at],
      'roles.csm': [company.csm, csmEmailPath({ company, user })],
    }),
    found('people', objects.user, user.id, 'id'),
    found('people', objects.user, user.email, 'email'),
    found('people', objects.user, user.active, 'employment'),
    ...parts('people', objects.user, { name: [user.name], title: [user.title], timezone: [user.timezone] }),
  ]
}

/** The lookup path to the e-mail of a company's customer success manager. */
export function csmEmailPath({ company, user }: Settings['fields']): string {
  return `${company.csm}__gr.${user.email}`
}
