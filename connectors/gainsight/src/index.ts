export { gainsight as default } from './connector.ts'
