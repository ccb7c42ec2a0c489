const refuse = (): never => {
  throw new Error('somebody tried to change what they were given')
}

/** The same value, changeable by nobody, all the way down. */
export function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  if (value instanceof Map) for (const part of value) frozen(part)
  if (value instanceof Map || value instanceof Set) Object.assign(value, { set: refuse, add: refuse, delete: refuse, clear: refuse })
  Object.freeze(value)
  for (const part of Object.values(value)) frozen(part)
  return value
}
