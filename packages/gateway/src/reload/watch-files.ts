import { filesPrint } from '../config/read-texts.ts'

const everyMs = 200

/**
 * Tells when the four files of a folder are others than before and have been left alone for a moment. It looks at them rather than waiting to be told:
 * so it sees editors that replace files, links that are turned to another folder, and disks of other machines, all in the same way.
 * The first look tells too. Returns how to stop.
 */
export function watchFiles(folder: string, changed: () => Promise<void>): () => void {
  let acted: string | undefined
  let seen: string | undefined
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  async function look(): Promise<void> {
    const print = await filesPrint(folder)
    const isQuiet = print === seen
    seen = print
    if (!isQuiet || print === acted) return
    acted = print
    await changed()
  }

  const turn = (): void => {
    if (!stopped) timer = setTimeout(() => void look().finally(turn), everyMs).unref()
  }
  turn()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
