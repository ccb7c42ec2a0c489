import { scopesOf } from './prepare-tools.ts'
import type { Tool } from './tool.ts'

/**
 * The scopes worth asking for at first, sorted: those of the tools that are there for every audience some tool is for, or of all tools when there is no such
 * one. Whoever needs more is told when they do; asking for all at once would fail where an authorization server grants a client less.
 */
export function basicScopes(tools: readonly Pick<Tool, 'grants'>[]): readonly string[] {
  const audiencesOf = ({ grants }: Pick<Tool, 'grants'>): readonly string[] => Object.keys(grants)
  const audiences = [...new Set(tools.flatMap(audiencesOf))]
  const forAll = tools.filter((tool) => audiences.every((audience) => audiencesOf(tool).includes(audience)))
  return [...new Set((forAll.length > 0 ? forAll : tools).flatMap(scopesOf))].toSorted()
}
