import type { Tool } from './tool.ts'

/**
 * The scopes worth asking for at first, sorted: those of the tools that are there for every audience some tool is for, or of all tools when there is no such
 * one. Whoever needs more is told when they do; asking for all at once would fail where an authorization server grants a client less.
 */
export function basicScopes(tools: readonly Pick<Tool, 'audiences' | 'scopes'>[]): readonly string[] {
  const audiences = [...new Set(tools.flatMap((tool) => tool.audiences))]
  const forAll = tools.filter((tool) => audiences.every((audience) => tool.audiences.includes(audience)))
  return [...new Set((forAll.length > 0 ? forAll : tools).flatMap((tool) => tool.scopes))].toSorted()
}
