import type { Sabotage } from '../sabotage.ts'

const gateway = 'packages/gateway/src'

/** Of what replicas share and tell each other. */
export const replicasSabotages: readonly Sabotage[] = [
  {
    name: 'an answer that somebody has planted in the shared cache is believed',
    file: `${gateway}/shared/seal.ts`,
    find: "undefined, 'utf8') + decipher.final('utf8')",
    put: "undefined, 'utf8')",
    tests: ['packages/gateway/test/shared/seal.test.ts'],
  },
  {
    name: 'an answer in the shared cache may be put under another name',
    file: `${gateway}/shared/seal.ts`,
    find: "createHmac('sha256', key).update(place).digest()",
    put: "createHmac('sha256', key).update(place.slice(0, 0)).digest()",
    tests: ['packages/gateway/test/shared/seal.test.ts'],
  },
  {
    name: 'a notice between replicas may be told again',
    file: `${gateway}/bus/sealed-notice.ts`,
    find: "      if (heard.has(id)) return 'again'\n",
    put: '',
    tests: ['packages/gateway/test/bus/sealed-notice.test.ts'],
  },
]
