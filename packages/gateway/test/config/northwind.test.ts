import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadConfig } from '../../src/index.ts'
import { loadMoment } from './support/load.ts'

const folder = fileURLToPath(new URL('../../../../config', import.meta.url))
const nothing = {
  env: {},
  readFile: (): string => {
    throw new Error('no such file')
  },
}

test('Northwind’s own files have no error; without secrets each reference is one warning', async () => {
  const { config, faults } = await loadConfig(folder, { now: loadMoment, secrets: nothing, missingSecrets: 'warning' })
  expect(faults.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(faults.filter(({ file }) => file === 'connectors.yaml').map(({ where }) => where)).toEqual([
    'connectors.salesforce.settings.sign_in.client_id',
    'connectors.salesforce.settings.sign_in.username',
    'connectors.salesforce.settings.sign_in.key',
    'connectors.gainsight.settings.sign_in.access_key',
    'connectors.booking_sheet.settings.spreadsheet',
    'connectors.booking_sheet.settings.sign_in.client_email',
    'connectors.booking_sheet.settings.sign_in.private_key',
  ])
  expect(config?.policy.routing.rules).toHaveLength(8)
})

test('Northwind’s weekends are the only hours without a manager on duty, and that is said', async () => {
  const { faults } = await loadConfig(folder, { now: loadMoment, secrets: nothing, missingSecrets: 'warning' })
  expect(faults.filter(({ file }) => file !== 'connectors.yaml')).toMatchObject([
    { severity: 'warning', where: 'duty.support-manager.shifts' },
  ])
})

test('a folder that is not there has four files that cannot be read', async () => {
  const { config, faults } = await loadConfig(`${folder}/nowhere`, { now: loadMoment, secrets: nothing })
  expect(config).toBeUndefined()
  expect(faults.map(({ file, what }) => [file, what.startsWith('cannot be read')])).toEqual([
    ['connectors.yaml', true],
    ['people.yaml', true],
    ['routing.yaml', true],
    ['access.yaml', true],
  ])
})
