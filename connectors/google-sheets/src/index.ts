export { googleSheets as default } from './connector.ts'
