import { useState } from 'react'
import { CheckboxGroup } from '../src/ui/checkbox-group.tsx'
import { Checkbox } from '../src/ui/checkbox.tsx'
import { Field } from '../src/ui/field.tsx'
import { RadioCards } from '../src/ui/radio-cards.tsx'
import { Select } from '../src/ui/select.tsx'
import { TextArea, TextField } from '../src/ui/text-field.tsx'
import { Column, Specimens } from './specimen.tsx'

const OPTIONS = [
  { value: 'all', label: 'All projects', hint: 'New ones too' },
  { value: 'one', label: 'One project' },
]
const WRONG = 'Choose another one: this is taken'

export function Fields() {
  return (
    <Specimens title="Fields">
      <Column>
        <TextField label="Empty" />
        <TextField label="Filled, with a hint" hint="As others will read it" defaultValue="Olive" />
        <TextField label="Optional, with a note" optional note="11 characters left" />
        <TextField label="Refused" error={WRONG} hint="Letters and digits" defaultValue="owner" />
        <TextField label="For code" mono defaultValue="wh_1234" />
        <TextField label="Read-only" readOnly defaultValue="Cannot be changed" />
        <TextField label="Its label is only heard" hideLabel placeholder="Search" />
        <TextArea label="Several lines" hint="At most 500 characters" />
        <TextArea label="Several lines, refused" error="Too long by 20 characters" />
        <Select label="A choice" options={OPTIONS} />
        <Select label="A choice, refused" options={OPTIONS} error={WRONG} />
        <Checkbox label="A tick" hint="What it does" />
        <Checkbox label="A tick, set" defaultChecked />
        <Checkbox label="A tick, refused" error="This is needed to go on" />
        <Ticks id="group" legend="Any of these" />
        <Ticks id="group-refused" legend="Any of these, refused" error="Choose one at least" />
        <RadioCards legend="One of these" options={OPTIONS} input={{ name: 'cards' }} />
        <RadioCards
          legend="One of these, refused"
          options={OPTIONS}
          input={{ name: 'cards-refused' }}
          error="Choose one"
        />
        <Field id="own" label="A frame for a control of its own" hint="Its hint">
          <input id="own" type="date" aria-describedby="own-hint" />
        </Field>
      </Column>
    </Specimens>
  )
}

function Ticks(props: { id: string; legend: string; error?: string }) {
  const [chosen, setChosen] = useState<readonly string[]>([])
  return (
    <CheckboxGroup
      {...props}
      name={props.id}
      options={OPTIONS}
      chosen={chosen}
      onToggle={(value, on) =>
        setChosen((before) => [...before.filter((one) => one !== value), ...(on ? [value] : [])])
      }
    />
  )
}
