export { imageCdn as default } from './connector.ts'
