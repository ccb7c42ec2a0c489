/** The account most tests ask about, by the company's own account number. */
export const acmeNumber = '12345'

/** The same account in the system of record. */
export const acmeId = '001NwAcmeRobot1IRA'

/** What an agent must be able to say about Acme Robotics' own contact while everything works. */
export const sarahsFacts: readonly string[] = [
  'Sarah Jenkins',
  'Senior Customer Success Manager',
  'sarah.jenkins@northwind.example',
  'https://book.northwind.example/sarah-jenkins',
  'https://img.northwind.example/people/11635f2af307823f.jpg',
  'Dedicated contact',
  acmeId,
]

/** The tools each of the demo's tokens may see, sorted. */
export const menus = {
  'demo-customer': ['get_escalation_contact'],
  'demo-service': ['get_account_health', 'get_account_team', 'get_escalation_contact'],
  'demo-internal': ['explain_routing', 'get_account_health', 'get_account_team', 'get_escalation_contact'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** One of the demo's tokens. */
export type DemoToken = keyof typeof menus
