/** The database replicas keep one record in. */
export interface RecordDatabase {
  /** `postgres://user:password@host:5432/database?sslmode=verify-full`. */
  readonly url: string
  /** The folder of the keys that all of them have in common; beside the records when not given. */
  readonly keys?: string
}
