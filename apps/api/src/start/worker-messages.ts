import type { MetricObjectWithValues, MetricValue } from 'prom-client'

export type MetricValues = MetricObjectWithValues<MetricValue<string>>[]

/** What a worker tells the process that supervises it. */
export type FromWorker =
  | { readonly kind: 'progress'; readonly line: string }
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'failed'; readonly lines: readonly string[] }
  /** A page changed here; `told` is the answer once all others know. */
  | {
      readonly kind: 'changed'
      readonly id: number
      readonly name: string
      readonly serial: string
    }
  | { readonly kind: 'heard'; readonly id: number }
  | { readonly kind: 'metrics'; readonly id: number; readonly values: MetricValues }

/** What it is told. */
export type ToWorker =
  | {
      readonly kind: 'begin'
      /** Of all workers. */
      readonly count: number
      /** Does what needs to be done once for all. */
      readonly isElected: boolean
      /** Whether to apply migrations, where the configuration wants that. */
      readonly migrates: boolean
    }
  | {
      readonly kind: 'changed'
      readonly id: number
      readonly name: string
      readonly serial: string
    }
  | { readonly kind: 'told'; readonly id: number }
  | { readonly kind: 'metrics'; readonly id: number }
  | { readonly kind: 'stop' }
