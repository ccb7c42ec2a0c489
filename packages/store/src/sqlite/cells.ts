/**
 * Entries on their way to the worker: {@link cellsPerEntry} strings each, one after the other. Flat, because the main thread pays
 * for the copy on every call and nested objects cost several times as much.
 */
export type Cells = (string | null)[]

/** Audit record as JSON; decision without its body as JSON, or null; the body's hash, or null; the body, or null when it is known to be kept. */
export const cellsPerEntry = 4

/** A decision's id, moment, tool and configuration change, as {@link addEntry} wrote them. */
export type DecisionHead = readonly [id: string, at: number, tool: string, configChange: string]
