import * as apps from 'kubernetes-models/apps/v1'
import * as autoscaling from 'kubernetes-models/autoscaling/v2'
import * as networking from 'kubernetes-models/networking.k8s.io/v1'
import * as policy from 'kubernetes-models/policy/v1'
import * as core from 'kubernetes-models/v1'
import { describe, expect, test } from 'vitest'
import { renderChart, renderer, type Rendered } from './support/render-chart.ts'
import { yamlOf } from './support/yaml-of.ts'

type Model = new (data: never) => { validate(): void }
const models: Readonly<Record<string, Model>> = {
  ConfigMap: core.ConfigMap,
  Service: core.Service,
  ServiceAccount: core.ServiceAccount,
  StatefulSet: apps.StatefulSet,
  HorizontalPodAutoscaler: autoscaling.HorizontalPodAutoscaler,
  PodDisruptionBudget: policy.PodDisruptionBudget,
  NetworkPolicy: networking.NetworkPolicy,
}
const everything = {
  secrets: { files: 'desk-files', environment: 'desk-environment' },
  cache: { urlFrom: { secret: 'desk-cache', key: 'url' } },
  database: { urlFrom: { secret: 'desk-database', key: 'url' }, keys: 'desk-record-keys' },
  image: { digest: `sha256:${'a'.repeat(64)}` },
  data: { storageClass: 'fast' },
  network: {
    cilium: true,
    cache: { pods: { app: 'valkey' }, namespace: { team: 'data' } },
    database: { pods: { app: 'postgres' }, ranges: ['10.1.2.0/24'] },
  },
  nodeSelector: { disk: 'ssd' },
  tolerations: [{ key: 'desk', operator: 'Exists' }],
  podAnnotations: { team: 'cx' },
  imagePullSecrets: [{ name: 'registry' }],
}
const one = (objects: readonly Rendered[], kind: string): unknown => objects.find((object) => object.kind === kind)

if (renderer === undefined) process.stderr.write('the chart was not rendered: there is neither helm nor go with sprig here\n')

describe.skipIf(renderer === undefined)('the chart', () => {
  test.each([
    ['as it comes', {}],
    ['with all that can be set', everything],
    ['without its options', { autoscaling: { enabled: false }, network: { enabled: false } }],
  ])('gives what Kubernetes takes, %s', (_, values) => {
    const objects = renderChart(values)
    for (const object of objects.filter(({ kind }) => kind !== 'CiliumNetworkPolicy')) {
      const Kind = models[object.kind]
      if (Kind === undefined) throw new Error(`no model of ${object.kind}`)
      expect(() => new Kind(object as never).validate()).not.toThrow()
    }
    expect(objects.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['ConfigMap', 'Service', 'StatefulSet', 'PodDisruptionBudget']))
  })

  test('runs pods that may do nothing beyond their work', () => {
    const { spec } = one(renderChart(), 'StatefulSet') as { readonly spec: { readonly template: { readonly spec: object } } }
    expect(spec.template.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          readinessProbe: { httpGet: { path: '/ready' } },
          livenessProbe: { httpGet: { path: '/live' } },
        },
      ],
    })
  })

  test('hands the four files on as they are', () => {
    const { data } = one(renderChart(), 'ConfigMap') as { readonly data: Readonly<Record<string, string>> }
    expect(Object.keys(data).toSorted()).toEqual(['access.yaml', 'connectors.yaml', 'people.yaml', 'routing.yaml'])
    expect(data['access.yaml']).toMatch(/^# yaml-language-server[\s\S]*never:/)
  })

  test('gives replicas one record and one set of keys, and no record without its keys', () => {
    const text = JSON.stringify(one(renderChart(everything), 'StatefulSet'))
    expect(text).toContain('"name":"DATABASE_URL","valueFrom":{"secretKeyRef":{"name":"desk-database","key":"url"}}')
    expect(text).toContain('"name":"RECORD_KEYS","value":"/run/record-keys"')
    expect(JSON.stringify(one(renderChart(), 'StatefulSet'))).not.toContain('DATABASE_URL')
    expect(() => renderChart({ database: { urlFrom: { secret: 'desk-database', key: 'url' } } })).toThrow(/database\.keys is missing/)
  })

  test('refuses to be installed without one of them', () => {
    expect(() => renderChart({ config: { 'people.yaml': '' } })).toThrow(/people\.yaml is missing/)
  })

  test('lets pods reach exactly the hosts of connectors and issuers, where the cluster can tell names', () => {
    type Named = { readonly matchName?: string; readonly matchPattern?: string }
    const { spec } = one(renderChart(everything), 'CiliumNetworkPolicy') as {
      readonly spec: { readonly egress: readonly { readonly toFQDNs?: readonly Named[] }[] }
    }
    const reachable = spec.egress.flatMap(({ toFQDNs }) => toFQDNs ?? []).map(({ matchName, matchPattern }) => matchName ?? matchPattern)
    const { backend_hosts: hosts } = yamlOf('config/access.yaml') as { readonly backend_hosts: Readonly<Record<string, readonly string[]>> }
    expect(reachable).toEqual([...Object.values(hosts).flat(), 'login.northwind.example'].toSorted())
  })

  test('keeps pods away from private networks, where it cannot', () => {
    const text = JSON.stringify(one(renderChart(), 'NetworkPolicy'))
    for (const range of ['10.0.0.0/8', '169.254.0.0/16', '192.168.0.0/16']) expect(text).toContain(range)
  })
})
