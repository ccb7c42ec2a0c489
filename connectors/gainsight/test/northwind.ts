import type { GainsightData } from '../sandbox/records.ts'

/** A corner of the pretend company: a customer with a manager, one without, and two users who share an address. */
export const northwind: GainsightData = {
  Company: {
    '1P02ACME': {
      SfdcAccountId: '001NwAcmeRobot1IRA',
      Name: 'Acme Robotics',
      Status: 'Active',
      Csm: '1P0SARAH',
      ARR: 420_000,
      Country: 'us',
      LifecycleStage: 'Adoption',
      CurrentScore: 80,
      ScoreModifiedDate: '2026-11-19T06:00:00Z',
    },
    '1P02COBALT': {
      SfdcAccountId: '001NwCobaltHea3IBC',
      Name: 'Cobalt Health',
      Status: 'Active',
      Csm: null,
      ARR: '60000',
      Country: 'FR',
      LifecycleStage: '',
      CurrentScore: null,
      ScoreModifiedDate: '',
    },
  },
  User: {
    '1P0SARAH': {
      Name: 'Sarah Jenkins',
      Email: 'Sarah.Jenkins@northwind.example',
      Title: 'Senior Customer Success Manager',
      Timezone: 'America/New_York',
      IsActiveUser: true,
    },
    '1P0SARAH_OLD': { Name: 'Sarah J.', Email: 'sarah.jenkins@northwind.example', Title: '', IsActiveUser: false },
    '1P0NOBODY': { Name: 'Nobody', Email: '', IsActiveUser: true },
  },
}
