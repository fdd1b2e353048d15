import type { ProjectRow } from './db.ts'
import { seedContents } from './seed-contents.ts'
import { seedCrowdProjects } from './seed-crowd.ts'
import { seedPublishedProjects } from './seed-publishers.ts'
import type { SeedPeople } from './seed-rows.ts'
import { seedStates } from './seed-states.ts'

/** The projects of the seed: one per case that a page must cope with, then many. */
export function seedProjects(people: SeedPeople): ProjectRow[] {
  return [
    ...seedStates(people),
    ...seedContents(people),
    ...seedPublishedProjects(people),
    ...seedCrowdProjects(people),
  ]
}
