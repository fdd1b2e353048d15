import { describe, expect, test } from '@jest/globals'
import { screen, within } from '@testing-library/react'
import { axeViolations } from '../../../test/axe.ts'
import { renderApp, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const fileOf = (name: string) => {
  const row = screen.getByRole('link', { name }).closest('tr')
  if (row === null) throw new Error(`no row of ${name}`)
  return within(row)
}
const textOf = (term: HTMLElement) => term.nextElementSibling?.textContent

describe('a file of a trusted publisher', () => {
  test('is marked, and tells of repository, workflow, commit and log', async () => {
    const { user } = await renderApp('/project/attested/files')
    const wheel = 'attested-1.0.0-cp313-cp313-win_amd64.whl'
    const file = fileOf(wheel)
    await user.click(file.getByText('Verified publisher'))
    expect(textOf(file.getByText('Published by'))).toBe('GitHub Actions')
    expect(textOf(file.getByText('Workflow'))).toBe('release.yml')
    expect(textOf(file.getByText('Environment'))).toBe('release')
    expect(file.getByRole('link', { name: 'octo/attested' }).getAttribute('href')).toBe(
      'https://github.com/octo/attested',
    )
    await user.click(file.getByRole('button', { name: `Copy Commit of ${wheel}` }))
    expect(await navigator.clipboard.readText()).toMatch(/^[0-9a-f]{40}$/)
    const entries = file.getAllByRole('link', { name: /^Log entry \d+$/ })
    expect(entries.map((link) => link.getAttribute('href'))).toEqual([
      expect.stringMatching(/^https:\/\/search\.sigstore\.dev\/\?logIndex=\d+$/),
      expect.stringMatching(/^https:\/\/search\.sigstore\.dev\/\?logIndex=\d+$/),
    ])
    expect(file.getByText(/does not tell whether the code is harmless/)).toBeTruthy()
    const proof = file.getByRole('link', { name: `The whole proof for ${wheel} (JSON)` })
    expect(proof.getAttribute('href')).toMatch(
      /\/integrity\/attested\/1\.0\.0\/attested-1\.0\.0-cp313-cp313-win_amd64\.whl\/provenance$/,
    )
    expect(await axeViolations()).toEqual([])
  })

  test('may be a service account, of which no source is known', async () => {
    await renderApp('/project/attested/files')
    const file = fileOf('attested-1.0.0-py3-none-any.whl')
    expect(textOf(file.getByText('Service account'))).toBe('release@octo.iam.gserviceaccount.com')
    expect(file.queryByText('Commit')).toBeNull()
    expect(file.getByText(/or which source it was made from/)).toBeTruthy()
    expect(fileOf('attested-1.0.0.tar.gz').queryByText('Verified publisher')).toBeNull()
  })
})
