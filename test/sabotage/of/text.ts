import type { Sabotage } from '../sabotage.ts'

const core = 'packages/core/src'
const gateway = 'packages/gateway/src'

/** Of texts that leave. */
export const textSabotages: readonly Sabotage[] = [
  {
    name: 'a card shows what it is not allowed to',
    file: `${core}/present/card.ts`,
    find: "      if (field !== 'kind' && field !== 'name' && !show.has(field)) return false\n",
    put: '',
    tests: ['packages/core/test/decide-card.test.ts', 'packages/core/test/decide-shown-edges.test.ts'],
  },
  {
    name: 'a link may lead anywhere',
    file: `${core}/present/link.ts`,
    find: 'url !== null && hosts.has(url.hostname)',
    put: 'url !== null && hosts.size > 0',
    tests: ['packages/core/test/decide-link.test.ts'],
  },
  {
    name: 'the output gate lets any shape pass',
    file: `${gateway}/gate/checks.ts`,
    find: "    if (!parsed.success) return { check: 'schema' }\n    structured = parsed.data",
    put: '    structured = reply.structured',
    tests: ['packages/gateway/test/output-gate.test.ts'],
  },
  {
    name: 'hidden characters leave',
    file: `${core}/present/fit.ts`,
    find: "  if (!isPlainAscii(line) && unseen.test(line)) return 'characters'\n",
    put: '',
    tests: ['packages/gateway/test/output-gate.test.ts'],
  },
  {
    name: 'a text is judged alone and not where it stands',
    file: `${core}/present/fit.ts`,
    find: "const followers = ['.', ',', ')']",
    put: 'const followers: readonly string[] = []',
    tests: ['packages/core/test/decide-fit.test.ts', 'packages/gateway/test/never-withheld.test.ts'],
  },
  {
    name: 'a record can imitate the id an answer is judged with',
    file: `${gateway}/gate/output-gate.ts`,
    find: "`dec_${randomBytes(16).toString('hex')}`",
    put: "`dec_${randomBytes(16).toString('hex').replaceAll(/./g, 'a')}`",
    tests: ['packages/gateway/test/output-gate.test.ts'],
  },
  {
    name: 'a link tells an address that is not shown',
    file: `${core}/present/card.ts`,
    find: 'success && !(isLink && tellsMore(String(value), said))',
    put: 'success && (!isLink || String(value) !== said)',
    tests: ['packages/core/test/decide-fit.test.ts'],
  },
  {
    name: 'an order in a link is shown',
    file: `${core}/present/checked-records.ts`,
    find: 'link !== undefined && givesOrders(',
    put: "link === '' && givesOrders(",
    tests: ['packages/core/test/decide-fit.test.ts'],
  },
  {
    name: 'an order in an address is shown',
    file: `${core}/present/checked-records.ts`,
    find: 'fitsAnywhere(email) && !givesOrders(email)',
    put: "fitsAnywhere(email) && !(email === '' && givesOrders(email))",
    tests: ['packages/core/test/decide-fit.test.ts'],
  },
  {
    name: 'orders in other languages than English are not known',
    file: `${core}/present/instruction.ts`,
    find: 'const languages = [english, german, french, spanish, portuguese, italian, dutch]',
    put: 'const languages = [english, german, french, spanish, portuguese, italian, dutch].slice(0, 1)',
    tests: ['packages/core/test/instruction.test.ts'],
  },
  {
    name: 'a name or a title may speak to its reader',
    file: `${core}/present/text.ts`,
    find: "kind === 'company' ? 'text' : kind",
    put: "kind.length > 0 ? 'text' : kind",
    tests: ['packages/core/test/instruction.test.ts'],
  },
  {
    name: 'a name or a title names a host',
    file: `${core}/present/text.ts`,
    find: "kind !== 'company' && namesHost(text)",
    put: "kind === 'company' && namesHost(text)",
    tests: ['packages/core/test/decide-text.test.ts'],
  },
  {
    name: 'joiners stay wherever they are',
    file: `${core}/present/text.ts`,
    find: ".replace(everyUnseen, '')",
    put: ".replace(everyUnseen, (found) => (/[\\u200C-\\u200D]/.test(found) ? found : ''))",
    tests: ['packages/core/test/decide-text.test.ts'],
  },
]
