/** Works something out of an object that never changes, once, and forgets it together with the object. */
export function oncePer<Owner extends object, Result>(work: (owner: Owner) => Result): (owner: Owner) => Result {
  const known = new WeakMap<Owner, { readonly result: Result }>()
  return (owner) => {
    let found = known.get(owner)
    if (found === undefined) known.set(owner, (found = { result: work(owner) }))
    return found.result
  }
}
