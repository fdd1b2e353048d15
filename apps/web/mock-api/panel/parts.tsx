import type { ReactNode } from 'react'
import type { MockControls } from '../start-worker.ts'

/** What each part of the panel gets; `redraw` after a change of something that is not React's. */
export type PartProps = { controls: MockControls; redraw: () => void }

export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

/** A choice by its label; options as [value, words]. */
export function Choice<Value extends string>(props: {
  label: string
  value: Value
  options: readonly (readonly [value: Value, words: string])[]
  choose: (value: Value) => void
}) {
  return (
    <label>
      {props.label}
      <select
        value={props.value}
        onChange={({ target }) => {
          const found = props.options.find(([value]) => value === target.value)
          if (found !== undefined) props.choose(found[0])
        }}
      >
        {props.options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}

export const sameWords = <Value extends string>(values: readonly Value[]) =>
  values.map((value) => [value, value] as const)
