import { readFile } from 'node:fs/promises'

/** A pretend company: what each backend holds, by the name the backend has in connectors.yaml, in vendor field names. */
export type Company = Readonly<Record<string, unknown>>

/** Where the pretend company Northwind Cloud is kept. */
export const northwindFile: URL = new URL('../data/northwind.json', import.meta.url)

/** Reads Northwind Cloud. */
export const northwind = async (): Promise<Company> => JSON.parse(await readFile(northwindFile, 'utf8')) as Company
