/** Tells the parent process where a server listens. */
export function sayReady(url: string): void {
  process.send?.({ url })
}
