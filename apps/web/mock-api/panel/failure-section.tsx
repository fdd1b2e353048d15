import { FAILURES, type Failure } from '../conditions.ts'
import { Choice, Part, sameWords, type PartProps } from './parts.tsx'

const LATENCIES = ['0', '300', '2000', '10000'] as const
const RATES = ['0', '10', '50', '100'] as const

/** What goes wrong. */
export function FailureSection({ controls, redraw }: PartProps) {
  const { settings } = controls
  const set = (change: Parameters<typeof controls.set>[0]) => {
    controls.set(change)
    redraw()
  }
  const known = (values: readonly string[], value: number) =>
    sameWords([...new Set([...values, String(value)])])
  return (
    <Part title="Network and failures">
      <Choice
        label="Latency, ms"
        value={String(settings.latency)}
        options={known(LATENCIES, settings.latency)}
        choose={(value) => set({ latency: Number(value) })}
      />
      <Choice
        label="Calls that fail, %"
        value={String(settings.errorRate)}
        options={known(RATES, settings.errorRate)}
        choose={(value) => set({ errorRate: Number(value) })}
      />
      <Choice<Failure | ''>
        label="Next call ends with"
        value={settings.nextFailure ?? ''}
        options={[['', 'its answer'], ...sameWords(FAILURES)]}
        choose={(failure) => set({ nextFailure: failure === '' ? null : failure })}
      />
      {(['offline', 'readOnly'] as const).map((name) => (
        <label key={name} className="check">
          <input
            type="checkbox"
            checked={settings[name]}
            onChange={({ target }) => set({ [name]: target.checked })}
          />
          {name === 'offline' ? 'Offline' : 'The index is read-only'}
        </label>
      ))}
    </Part>
  )
}
