import { sha256 } from './chain.ts'
import { cellsPerEntry, type Cells } from './cells.ts'

/** What the main thread remembers of decision bodies, so that a body that many decisions share travels and is hashed once. */
export interface KnownBodies {
  find(body: string): { readonly sha256: string; readonly kept: boolean }
  /** The bodies of these cells are on disk. */
  keep(cells: Cells): void
  /** Nothing is sure any more: another connection may be looking at another file. */
  forget(): void
}

interface Known {
  readonly sha256: string
  kept: boolean
}

const mostKnown = 5_000

/** Remembers the newest few thousand. */
export function createKnownBodies(): KnownBodies {
  const known = new Map<string, Known>()
  return {
    find(body) {
      let found = known.get(body)
      if (found === undefined) {
        if (known.size >= mostKnown) known.clear()
        found = { sha256: sha256(body), kept: false }
        known.set(body, found)
      }
      return found
    },
    keep(cells) {
      for (let index = cellsPerEntry - 1; index < cells.length; index += cellsPerEntry) {
        const body = cells[index]
        const found = typeof body === 'string' ? known.get(body) : undefined
        if (found) found.kept = true
      }
    },
    forget() {
      known.clear()
    },
  }
}
