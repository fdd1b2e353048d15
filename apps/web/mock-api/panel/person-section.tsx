import { PASSKEY_MODES } from '../conditions.ts'
import { PERSONAS, type PersonaId } from '../personas.ts'
import { SEED_PASSWORD } from '../seed.ts'
import { AuthenticatorCodes } from './authenticator-codes.tsx'
import { Choice, Part, sameWords, type PartProps } from './parts.tsx'

const PEOPLE = (Object.keys(PERSONAS) as PersonaId[]).map(
  (id) => [id, `${id}: ${PERSONAS[id].label}`] as const,
)

/** Who is at the browser, and what they can show. */
export function PersonSection({ controls, redraw }: PartProps) {
  const { settings } = controls
  return (
    <Part title="Person">
      <Choice<PersonaId | ''>
        label="Persona"
        value={settings.persona ?? ''}
        options={[['', 'whoever signed in'], ...PEOPLE]}
        choose={(persona) => {
          if (persona === '') return
          const opens = controls.become(persona)
          if (opens === undefined) location.reload()
          else location.assign(opens)
        }}
      />
      <p>
        Every password: <code>{SEED_PASSWORD}</code>
      </p>
      <Choice
        label="Passkeys"
        value={settings.passkey}
        options={sameWords(PASSKEY_MODES)}
        choose={(passkey) => {
          controls.set({ passkey })
          redraw()
        }}
      />
      <AuthenticatorCodes db={controls.db} />
      <div className="row">
        <button type="button" onClick={() => controls.expireSession()}>
          Let the session expire
        </button>
        <button type="button" onClick={() => controls.ageSession()}>
          Ask for identity again
        </button>
      </div>
    </Part>
  )
}
