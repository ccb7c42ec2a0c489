/** The four files of a small company, without any fault. */
export const soundFiles: Readonly<Record<FileName, string>> = {
  'connectors.yaml': `version: 1
connectors:
  crm:
    use: crm
    settings: { url: "https://crm.acme.example", key: "\${env:CRM_KEY}" }
    timeout: 500ms
    calls: [50/minute]
  sheet:
    use: sheet
`,
  'people.yaml': `version: 1
working_hours: Mon-Fri 09:00-17:00
not_real_people: ["bot*@acme.example"]
calendars:
  DE: { time_zones: [Europe/Berlin], days: [2026-12-25] }
people:
  ann@acme.example: { name: Ann, time_zone: Europe/Berlin }
pools:
  desk: { name: Desk, show: team, email: desk@acme.example, always_on: true }
  crew: { name: Crew, show: member, email: crew@acme.example, members: [ann@acme.example] }
duty:
  manager:
    role: manager
    shifts:
      - { region: EMEA, who: ann@acme.example, when: always, time_zone: Europe/London }
`,
  'routing.yaml': `version: 1
change: { id: test-1 }
rules:
  - id: gold
    label: Gold gets its owner
    when: { account.segment: Gold }
    send_to: [role owner, pool crew]
  - id: rest
    label: Everybody else
    send_to: [duty manager]
last_resort: pool desk
when_systems_are_down: [duty manager]
facts:
  account.status: { from: [crm], means: { churned: [Churn], active: [Customer] } }
  account.segment: { from: [crm, by_arr] }
  account.arr: { from: [crm] }
  account.tags: { from: [crm] }
roles:
  owner: { from: [crm owner] }
people_details: { from: [crm] }
segments_by_arr: { Gold: 1000, Silver: 0 }
regions: { EMEA: [DE, GB] }
freshness:
  default: { fresh_for: 15m, usable_for: 24h }
health: { at_risk: "< 50", healthy: ">= 50" }
identify: { account_ids_of: crm }
`,
  'access.yaml': `version: 1
company: { name: Acme, email_domains: [acme.example], link_hosts: [book.acme.example] }
backend_hosts:
  crm: [crm.acme.example, "*.crm.example"]
tokens:
  audience: https://desk.acme.example/mcp
  issuers:
    - { issuer: "https://login.acme.example", jwks_url: "https://login.acme.example/jwks", algorithms: [RS256] }
served_as: [desk.acme.example]
scopes:
  cx.route: { means: ask who is responsible }
  cx.route.any: { means: the same for any account, covers: [cx.route] }
tools:
  get_escalation_contact:
    customer: { needs: [cx.route], about: own }
    service: { needs: [cx.route], about: vouched, any_account_with: [cx.route.any] }
cards: { show: [kind, name, email] }
`,
}

/** One of the four files. */
export type FileName = 'connectors.yaml' | 'people.yaml' | 'routing.yaml' | 'access.yaml'
