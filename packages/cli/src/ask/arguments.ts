/** Reads `name=value` words as a tool's arguments, each of the type the tool advertises. Throws an `Error` on other words. */
export function readArguments(words: readonly string[], inputSchema: unknown): Record<string, unknown> {
  const properties = (inputSchema as { readonly properties?: Readonly<Record<string, { readonly type?: string }>> }).properties ?? {}
  return Object.fromEntries(
    words.map((word) => {
      const sign = word.indexOf('=')
      if (sign < 1) throw new Error(`"${word}" is not an argument; write NAME=VALUE, such as account_id=12345`)
      const [name, value] = [word.slice(0, sign), word.slice(sign + 1)]
      return [name, properties[name]?.type === 'array' ? value.split(',') : value]
    }),
  )
}
