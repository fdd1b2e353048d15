import { useShownRelease } from '../../features/projects/shown-release.ts'
import { ReleaseHistory } from '../../features/releases/release-history.tsx'

/** Every release of the project. */
export function Component() {
  return <ReleaseHistory project={useShownRelease().project} />
}
