export { salesforce as default } from './connector.ts'
