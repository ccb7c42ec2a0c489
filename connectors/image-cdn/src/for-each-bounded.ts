/** Does `work` for every item, at most `limit` at a time. The first failure ends the rest and is thrown. */
export async function forEachBounded<Item>(
  items: readonly Item[],
  limit: number,
  signal: AbortSignal,
  work: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  const waiting = items.values()
  const worker = async (): Promise<void> => {
    for (const item of waiting) {
      // the iterator is shared, so that each item is done once
      await work(item, either)
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
  } catch (error) {
    failed.abort(error)
    throw error
  }
}
