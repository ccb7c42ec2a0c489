import type { SheetData } from '../sandbox/grid.ts'

/** A corner of the pretend company's booking sheet. */
export const northwind = {
  rows: {
    'sarah.jenkins@northwind.example': {
      'Work email': 'Sarah.Jenkins@northwind.example ',
      'Booking link': 'https://book.northwind.example/sarah-jenkins',
      Languages: 'en; pt-br',
      'Backup email': 'Rosa.Meyer@northwind.example',
      'Out from': 46_350,
      'Out until': '2026-11-30',
    },
    'hugo.lind@northwind.example': { 'Booking link': '#REF!', Languages: 'sv,en', 'Desk number': 12 },
  },
} satisfies SheetData
