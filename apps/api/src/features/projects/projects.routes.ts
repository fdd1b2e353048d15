import * as endpoints from '@wheelhouse/shared-types'
import { bind, type Binding } from '../../http/bind.ts'
import { getProject } from './get-project.ts'
import { getProjectOverview } from './get-project-overview.ts'
import { listOwnProjects } from './list-own-projects.ts'
import { searchProjects } from './search-projects.ts'
import { setStatus } from './set-status.ts'
import { setVisibility } from './set-visibility.ts'
import { transferProject } from './transfer-project.ts'

export const projectRoutes: readonly Binding[] = [
  bind(endpoints.listOwnProjects, listOwnProjects),
  bind(endpoints.searchProjects, searchProjects),
  bind(endpoints.getProject, getProject),
  bind(endpoints.setProjectVisibility, setVisibility),
  bind(endpoints.setProjectStatus, setStatus),
  bind(endpoints.transferProject, transferProject),
  bind(endpoints.getProjectOverview, getProjectOverview),
]
