import * as endpoints from '@wheelhouse/shared-types'
import { bind, type Binding } from '../../http/bind.ts'
import { getProject } from './get-project.ts'
import { listOwnProjects } from './list-own-projects.ts'
import { searchProjects } from './search-projects.ts'
import { setVisibility } from './set-visibility.ts'

export const projectRoutes: readonly Binding[] = [
  bind(endpoints.listOwnProjects, listOwnProjects),
  bind(endpoints.searchProjects, searchProjects),
  bind(endpoints.getProject, getProject),
  bind(endpoints.setProjectVisibility, setVisibility),
]
