import { SENTINELS } from '../sentinels.ts'
import { Part } from './parts.tsx'

/** Inputs that fail on purpose: the table of the documentation. */
export function SentinelSection() {
  return (
    <Part title="Inputs that fail on purpose">
      <table>
        <thead>
          <tr>
            <th scope="col">Input</th>
            <th scope="col">What happens</th>
          </tr>
        </thead>
        <tbody>
          {SENTINELS.map(({ input, where, effect }) => (
            <tr key={input}>
              <td>
                <code>{input}</code>
              </td>
              <td>
                {effect} ({where})
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  )
}
