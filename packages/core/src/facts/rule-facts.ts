import type { FactName, ReadFact } from '../route/condition.ts'
import type { Run } from '../run.ts'
import { attributeOf } from './account-facts.ts'
import { emptyFact, given, type Fact } from './fact.ts'

/** Gives rules the facts of an account and of the question, each worked out at most once and noted as used. */
export function ruleFacts(run: Run, accountId: string): ReadFact {
  const known = new Map<FactName, Fact>()
  return (name) => {
    let fact = known.get(name)
    if (!fact) {
      fact = readFact(run, accountId, name)
      known.set(name, fact)
      if (name.startsWith('account.')) run.use(name, fact)
    }
    return fact
  }
}

function readFact(run: Run, accountId: string, name: FactName): Fact {
  switch (name) {
    case 'topic':
      return given(run.question.topic, 'question')
    case 'language':
      return run.question.language === undefined ? emptyFact : given(run.question.language, 'question')
    case 'audience':
      return given(run.question.caller.audience, 'question')
    case 'account.region':
      return regionOf(run, accountId)
    case 'account.name':
      return attributeOf(run, accountId, 'name')
    case 'account.status':
      return attributeOf(run, accountId, 'status')
    case 'account.segment':
      return attributeOf(run, accountId, 'segment')
    case 'account.arr':
      return attributeOf(run, accountId, 'arr')
    case 'account.country':
      return attributeOf(run, accountId, 'country')
    case 'account.lifecycle':
      return attributeOf(run, accountId, 'lifecycle')
    case 'account.tags':
      return attributeOf(run, accountId, 'tags')
  }
}

/** The sales region of the account's country. */
export function regionOf(run: Run, accountId: string): Fact<string> {
  const country = attributeOf(run, accountId, 'country')
  if (country.state !== 'known') return country
  const region = run.policy.regionOfCountry.get(String(country.value).toUpperCase())
  return region === undefined ? emptyFact : { ...country, value: region, source: `region ${country.source}` }
}
