/** The page’s whole look; light and dark follow the reader’s system. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#fbfaf8, #15171b);
  --panel: light-dark(#ffffff, #1c1f25);
  --text: light-dark(#1d2026, #e7e8ea);
  --quiet: light-dark(#636a75, #9aa1ad);
  --line: light-dark(#e6e3dd, #2d323b);
  --good: light-dark(#12704a, #63d3a2);
  --good-ground: light-dark(#e2f3ea, #16372a);
  --part: light-dark(#7a5400, #ecc46a);
  --part-ground: light-dark(#fbf0d5, #3a2f14);
  --error: light-dark(#3a4a9f, #a9b6f5);
  --error-ground: light-dark(#e8ebfb, #232a4d);
  --bad: light-dark(#b0201c, #ff8b84);
  --bad-ground: light-dark(#fde4e2, #4a1a1a);
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 80rem; padding: 3rem 1.5rem 4rem; background: var(--ground); color: var(--text);
  font: 15px/1.5 ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif }
h1 { margin: .1em 0 .3em; font-size: 2.1rem; line-height: 1.15; letter-spacing: -.02em; text-wrap: balance }
h1.bad { color: var(--bad) }
h2 { margin: 0 0 .6rem; font-size: 1.05rem }
.kicker { margin: 0; color: var(--quiet); font-size: .85rem }
.lead { margin: 0; max-width: 60ch; color: var(--quiet); font-size: 1.05rem }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 1px; margin: 2rem 0; overflow: hidden;
  border: 1px solid var(--line); border-radius: 12px; background: var(--line) }
.figures div { display: flex; flex-direction: column-reverse; justify-content: flex-end; padding: 1rem 1.1rem; background: var(--panel) }
.figures dt { color: var(--quiet); font-size: .82rem; line-height: 1.35 }
.figures dd { margin: 0; font-size: 1.55rem; font-weight: 600; letter-spacing: -.02em; font-variant-numeric: tabular-nums }
main { overflow-x: auto; border: 1px solid var(--line); border-radius: 12px; background: var(--panel) }
table { width: 100%; border-collapse: collapse; font-size: .92rem }
th, td { padding: .38rem .55rem; text-align: left; white-space: nowrap }
thead th { padding-block: .7rem; border-bottom: 1px solid var(--line); color: var(--quiet); font-weight: 500 }
th:first-child { padding-left: 1.1rem } td:last-child, thead th:last-child { padding-right: 1.1rem }
tbody th[scope=row] { font-weight: 400 }
.group th { padding-top: 1.1rem; font-weight: 600 } .group th::first-letter { text-transform: uppercase }
tbody + tbody .group th { border-top: 1px solid var(--line) }
tbody tr:not(.group):hover { background: color-mix(in srgb, var(--quiet) 8%, transparent) }
.number { text-align: right; font-variant-numeric: tabular-nums; color: var(--quiet) }
.quiet { color: var(--quiet) } td:last-child { color: var(--quiet) }
.cell { display: inline-block; padding: .1rem .55rem; border-radius: 99px; font-size: .84rem; cursor: default }
.cell.complete { color: var(--good); background: var(--good-ground) }
.cell.partial { color: var(--part); background: var(--part-ground) }
.cell.error { color: var(--error); background: var(--error-ground) }
.cell.broken, .cell.nothing { color: var(--bad); background: var(--bad-ground); font-weight: 600 }
.cell.none { color: var(--quiet) }
.broken-list { margin: 0 0 2rem; padding: 1rem 1.2rem; border: 1px solid var(--bad); border-radius: 12px; background: var(--panel) }
.broken-list ul, .notes ul { margin: 0; padding-left: 1.2rem } .broken-list li { overflow-wrap: anywhere }
.notes { max-width: 75ch; margin-top: 2.2rem } .notes li { margin: .35rem 0 } .legend { margin: 0 0 .8rem }
.foot { margin-top: 1.4rem; color: var(--quiet); font-size: .88rem }
@media (max-width: 40rem) { body { padding: 1.5rem 1rem } h1 { font-size: 1.6rem } }
@media print { body { padding: 0; max-width: none } main { border: 0 } }
`
