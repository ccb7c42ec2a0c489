import { audiences, type Audience, type Caller } from '@cx-concierge/contract'
import { holdsAll, standingOf, type Grant, type Grants, type Reach, type Standing } from '@cx-concierge/core'

/** What one caller may do with one tool. */
export interface ToolRight {
  readonly tool: string
  readonly standing: Standing
  /** Scopes the tool needs that the caller neither holds nor has covered. */
  readonly lacks: readonly string[]
  /** About whom it may be asked; empty when the tool does not exist for the caller. */
  readonly about: readonly string[]
}

/** What a caller may do, tool by tool, by the very functions the gateway decides with. */
export function rightsOf(access: ReadonlyMap<string, Grants>, caller: Caller): readonly ToolRight[] {
  return [...access].map(([tool, grants]) => {
    const grant = grants[caller.audience]
    return {
      tool,
      standing: standingOf(grants, caller),
      lacks: grant?.needs.filter((need) => !holdsAll(caller, [need])).map(({ scope }) => scope) ?? [],
      about: grant === undefined ? [] : aboutWhom(grant, caller),
    }
  })
}

/** Every tool for every audience: what is needed and about whom, whatever a token holds. */
export function grid(
  access: ReadonlyMap<string, Grants>,
): readonly { readonly tool: string; readonly cells: Readonly<Record<Audience, string>> }[] {
  return [...access].map(([tool, grants]) => ({
    tool,
    cells: Object.fromEntries(audiences.map((audience) => [audience, cell(grants[audience])])) as Record<Audience, string>,
  }))
}

const addresses: Readonly<Record<Reach, string>> = {
  own: 'its own verified address',
  vouched: 'addresses the platform vouches for',
  anyone: 'any address',
}

function aboutWhom(grant: Grant, caller: Caller): readonly string[] {
  const anyAccount = grant.about === 'anyone' || (grant.anyAccountWith.length > 0 && holdsAll(caller, grant.anyAccountWith))
  const accounts = caller.accountIds ? `accounts ${caller.accountIds.join(', ')}` : anyAccount ? 'any account' : 'no account by its id'
  const within = caller.regions ? [`only in ${caller.regions.join(', ') || 'no region'}`] : []
  return [accounts, addresses[grant.about], ...within]
}

function cell(grant: Grant | undefined): string {
  if (grant === undefined) return '–'
  const needs = grant.needs.map(({ scope }) => scope).join(' + ')
  const any = grant.anyAccountWith.map(({ scope }) => scope).join(' + ')
  return `${needs}; about ${grant.about}${any === '' ? '' : `, any account with ${any}`}`
}
