import type { Project, Release } from '@wheelhouse/shared-types'
import { useOutletContext } from 'react-router'

/** What the parts of a project's page get from its frame. */
export type ShownRelease = { project: Project; release: Release }

export const useShownRelease = (): ShownRelease => useOutletContext<ShownRelease>()
