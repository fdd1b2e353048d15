import { screen, within } from '@testing-library/react'
import {
  changeDescription,
  DESCRIPTION_MAX_LENGTH,
  setProjectStatus,
  STATUS_REASON_MAX_LENGTH,
  transferProject,
} from '@wheelhouse/shared-types'
import { TransferForm } from '../src/features/settings/schemas.ts'
import type { AccountField, AccountForm, App } from './account-forms.ts'
import { line, unreachable, type Break, type Breaks } from './broken-rules.ts'
import { renderApp } from './render-app.tsx'

const ONE_OF_THEM = unreachable('every choice is one of them')
const FROM_LIST = unreachable('the list holds names of people')
const NOT_ASKED = unreachable('the form asks only for what goes with the state, and sends no more')

const openSettings = (project: string) =>
  renderApp(`/account/projects/${project}/settings`, { as: 'owner' })

/** The form of the description, which a button opens. */
async function openDescription(): Promise<App> {
  const app = await openSettings('forty-files')
  await app.user.click(await screen.findByRole('button', { name: /^Change them for/ }))
  return app
}

const URL = 'https://example.org/'
const LINKS = `Docs, ${URL}`
const links = { label: /^Links/, right: LINKS, optional: true } as const
const labelled = (...labels: string[]): Break => ({
  typed: labels.map((label) => `${label}, ${URL}`).join('\n'),
  posted: labels.map((label) => ({ label, url: URL })),
})

/** A part of a link: whatever is wrong with it, the form says how its line should look. */
const partOfLink = (
  name: 'label' | 'url',
  write: (part: string) => string,
  breaks: Readonly<Record<string, string>>,
): AccountField => ({
  ...links,
  name: `links.${name}`,
  breaks: Object.fromEntries(
    Object.entries(breaks).map(([rule, part]) => [
      rule,
      { typed: write(part), posted: part, said: 'link_shape' },
    ]),
  ),
})

/** A state, chosen in the form of a project that is active. */
const openState = (name: 'Deprecated' | 'Archived') => async () => {
  const app = await openSettings('tiny')
  await app.user.click(await screen.findByRole('radio', { name }))
  return app
}

const status: AccountField = {
  name: 'status',
  label: 'Deprecated',
  right: '',
  breaks: { not_one_of: ONE_OF_THEM },
}
const { required, ...restOfLine } = line(STATUS_REASON_MAX_LENGTH)
const LINE_OF_REASON: Breaks = {
  ...restOfLine,
  [`too_long:${STATUS_REASON_MAX_LENGTH}`]: unreachable('the field holds no more'),
}
const { required: _, ...LINE_OF_NAME } = line(200)

const chooseOwner =
  (name: string) =>
  ({ user }: App) =>
    user.selectOptions(screen.getByLabelText(/^New owner/), name)

async function tick({ user }: App): Promise<void> {
  await user.click(screen.getByRole('checkbox', { name: /^I know that only an owner/ }))
}

const OWNER_CHOICE: Breaks = {
  required: { act: chooseOwner(''), mend: chooseOwner('maintainer'), posted: '' },
  'too_long:50': FROM_LIST,
  control_character: FROM_LIST,
}

/** The forms of a project's settings. */
export const PROJECT_SETTINGS_FORMS: readonly AccountForm[] = [
  {
    name: 'settings: description and links',
    source: 'features/settings/description-section.tsx',
    open: openDescription,
    operation: changeDescription,
    params: { project: 'forty-files', version: '1.0.0' },
    submit: 'Save description',
    before: [
      {
        name: 'contentType',
        label: 'Kind of text',
        right: '',
        breaks: { not_one_of: ONE_OF_THEM },
      },
      // Not among the fields that must refuse whatever is pasted: it takes nearly any text.
      {
        name: 'description',
        label: /^Description/,
        right: 'Seven tangled kites',
        optional: true,
        breaks: {
          [`too_long:${DESCRIPTION_MAX_LENGTH}`]: 'x'.repeat(DESCRIPTION_MAX_LENGTH + 1),
          control_character: 'seven tangled\u0007 kites',
        },
      },
      partOfLink('label', (label) => `${label}, ${URL}`, {
        required: '',
        'too_long:32': 'x'.repeat(33),
        control_character: 'Do\u0007cs',
      }),
      partOfLink('url', (url) => `Docs, ${url}`, {
        required: '',
        'too_long:2000': URL + 'x'.repeat(2000),
        control_character: `${URL}\u0007`,
        link_shape: 'ftp://example.org/',
      }),
    ],
    fields: [
      {
        ...links,
        name: 'links',
        posted: [{ label: 'Docs', url: URL }],
        breaks: {
          'too_many:50': labelled(...Array.from({ length: 51 }, (_none, index) => `L${index}`)),
          label_twice: labelled('Docs', 'Docs'),
        },
      },
    ],
    rest: { description: '', contentType: 'text/markdown' },
    done: 'The page of 1.0.0 is changed.',
  },
  {
    name: 'settings: deprecate a project',
    source: 'features/settings/status-section.tsx',
    open: openState('Deprecated'),
    operation: setProjectStatus,
    params: { project: 'tiny' },
    submit: 'Change state',
    confirm: 'Deprecate project',
    before: [status],
    fields: [
      {
        name: 'reason',
        label: /^Reason/,
        right: 'Nobody looks after it.',
        // Empty only as long as the replacement is.
        breaks: { required: required!, ...LINE_OF_REASON, not_here: NOT_ASKED },
      },
      {
        name: 'replacement',
        label: /^What to use instead/,
        right: '',
        optional: true,
        breaks: {
          ...LINE_OF_NAME,
          project_name_shape: '-not',
          same_project: 'Tiny',
          not_here: NOT_ASKED,
        },
      },
    ],
    rest: { status: 'deprecated' },
    leave: async ({ user }) => {
      const dialog = screen.queryByRole('alertdialog')
      if (dialog === null) return
      await user.click(within(dialog).getByRole('button', { name: 'Cancel' }))
    },
    done: 'tiny is deprecated.',
    shapes: [
      {
        name: 'settings: archive a project',
        open: openState('Archived'),
        before: [],
        fields: [
          {
            name: 'reason',
            label: /^Reason/,
            right: '',
            optional: true,
            breaks: LINE_OF_REASON,
          },
        ],
        rest: { status: 'archived' },
      },
    ],
  },
  {
    name: 'settings: hand a project over',
    source: 'features/settings/transfer-section.tsx',
    // All but the name that is typed is right at first, so that one thing is refused at a time.
    open: async () => {
      const app = await openSettings('many-releases')
      await screen.findByLabelText(/^New owner/)
      await chooseOwner('maintainer')(app)
      await tick(app)
      return app
    },
    operation: transferProject,
    params: { project: 'many-releases' },
    submit: 'Hand project over',
    before: [
      { name: 'username', label: /^New owner/, right: '', breaks: OWNER_CHOICE },
      {
        name: 'ending',
        label: 'I leave the project',
        right: '',
        breaks: { not_one_of: ONE_OF_THEM },
      },
      {
        name: 'understood',
        label: /^I know that only an owner/,
        right: '',
        // A tick for the eyes of whoever hands it over: the operation knows of none.
        breaks: { required: { act: tick, mend: tick, posted: false, verdict: 'unknown_field' } },
      },
    ],
    stricter: { understood: TransferForm.shape.understood },
    fields: [
      {
        name: 'confirm',
        label: 'Type many-releases to confirm',
        right: 'many-releases',
        breaks: line(200),
      },
    ],
    rest: { username: 'maintainer', ending: 'maintainer' },
    refusals: { confirmation_mismatch: 'confirm' },
    done: 'maintainer is an owner of many-releases now.',
  },
]
