import { applyDirection, applyTheme, readTheme } from './kept-settings.ts'
import { Choice, Part, sameWords, type PartProps } from './parts.tsx'
import { DIRECTIONS, LOCALES, THEMES } from './settings.ts'

const HOUR = 3_600_000

/** Language, direction and colours of the app, and the mock's clock. */
export function LookSection({ controls, redraw }: PartProps) {
  const root = document.documentElement
  const move = (hours: number) => {
    controls.advanceClock(hours * HOUR)
    redraw()
  }
  return (
    <Part title="Look and time">
      <Choice
        label="Language"
        value={LOCALES.find((locale) => locale === root.lang) ?? 'en'}
        options={sameWords(LOCALES)}
        choose={(locale) => {
          const address = new URL(location.href)
          address.searchParams.set('locale', locale)
          location.assign(address)
        }}
      />
      <Choice
        label="Direction"
        value={controls.settings.direction}
        options={sameWords(DIRECTIONS)}
        choose={(direction) => {
          controls.set({ direction })
          applyDirection(direction, root)
          redraw()
        }}
      />
      <Choice
        label="Theme"
        value={readTheme(root)}
        options={sameWords(THEMES)}
        choose={(theme) => {
          applyTheme(theme, root, localStorage)
          redraw()
        }}
      />
      <p>
        Clock: <output>{controls.db.now().toISOString().slice(0, 19)}</output>
      </p>
      <div className="row">
        {([1, 13, 24, 24 * 31] as const).map((hours) => (
          <button key={hours} type="button" onClick={() => move(hours)}>
            +{hours < 24 ? `${hours} h` : `${hours / 24} d`}
          </button>
        ))}
        <button
          type="button"
          onClick={() => {
            controls.setClock(null)
            redraw()
          }}
        >
          Now
        </button>
      </div>
    </Part>
  )
}
