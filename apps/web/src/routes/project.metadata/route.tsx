import { ReleaseMetadata } from '../../features/projects/release-metadata.tsx'
import { useShownRelease } from '../../features/projects/shown-release.ts'

/** What the release says about itself. */
export function Component() {
  return <ReleaseMetadata release={useShownRelease().release} />
}
