import { z } from 'zod'
import { objectNamed, type GainsightData } from './records.ts'

const bodySchema = z.object({ objectNames: z.array(z.string()).min(1) })

/** What the metadata API says of the objects asked for; `undefined` when one does not exist. */
export function describeObject(body: unknown, data: GainsightData): readonly unknown[] | undefined {
  const asked = bodySchema.safeParse(body)
  if (!asked.success) return undefined
  const described = asked.data.objectNames.map((objectName) => {
    const object = objectNamed(objectName, data)
    return object && { objectName, label: objectName, objectType: 'STANDARD', fields: [...object.fields].map(describeField) }
  })
  return described.includes(undefined) ? undefined : described
}

function describeField(fieldName: string): unknown {
  const lookupDetail = { lookupName: 'Csm__gr', lookupObjects: [{ objectName: 'gsuser' }] }
  const meta = { filterable: true, sortable: true, hasLookup: fieldName === 'Csm', ...(fieldName === 'Csm' ? { lookupDetail } : {}) }
  return { fieldName, label: fieldName, dataType: 'STRING', meta }
}
