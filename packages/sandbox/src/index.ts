export { northwind, northwindFile, type Company } from './company.ts'
export { startSandbox, type BackendToPretend, type Sandbox, type SandboxOptions } from './start-sandbox.ts'
