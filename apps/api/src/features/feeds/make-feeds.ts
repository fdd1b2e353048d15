import { normalizeName } from '@wheelhouse/shared-types/python'
import type { Deps } from '../../deps.ts'
import {
  listNewestProjects,
  listNewestReleases,
  listProjectReleases,
  type FeedRelease,
  type FeedSource,
} from './feeds.queries.ts'
import { readAuthor } from './read-author.ts'
import { renderFeed, type FeedItem } from './render-feed.ts'

type Parts = Pick<Deps, 'db' | 'config'>

/** As many as PyPI's feeds have. */
const RELEASES = 100
const PROJECTS = 40

/** `/rss/updates.xml` */
export async function makeReleasesFeed({ db, config }: Parts): Promise<string> {
  const site = config.PUBLIC_URL
  const releases = await listNewestReleases(db, RELEASES)
  return renderFeed({
    title: 'Newest releases',
    link: `${site}/`,
    description: `The newest releases of all projects on ${new URL(site).host}`,
    self: `${site}/rss/updates.xml`,
    items: releases.map((release) => releaseItem(site, release)),
  })
}

/** `/rss/packages.xml` */
export async function makeNewProjectsFeed({ db, config }: Parts): Promise<string> {
  const site = config.PUBLIC_URL
  const projects = await listNewestProjects(db, PROJECTS)
  return renderFeed({
    title: 'Newest projects',
    link: `${site}/`,
    description: `The newest projects on ${new URL(site).host}`,
    self: `${site}/rss/packages.xml`,
    items: projects.map(({ name, summary, createdAt }) => ({
      title: name,
      link: projectUrl(site, name),
      description: summary,
      author: undefined,
      date: createdAt,
    })),
  })
}

/** `/rss/project/<name>/releases.xml` */
export async function makeProjectFeed(
  { db, config }: Parts,
  { id, name }: FeedSource,
): Promise<string> {
  const site = config.PUBLIC_URL
  const releases = await listProjectReleases(db, id, PROJECTS)
  return renderFeed({
    title: `Releases of ${name}`,
    link: projectUrl(site, name),
    description: `The newest releases of ${name} on ${new URL(site).host}`,
    self: `${site}/rss/project/${normalizeName(name)}/releases.xml`,
    items: releases.map((release) => ({ ...releaseItem(site, release), title: release.version })),
  })
}

function releaseItem(site: string, release: FeedRelease): FeedItem {
  const { project, version, summary, authorEmail, publishedAt } = release
  return {
    title: `${project} ${version}`,
    link: `${projectUrl(site, project)}${encodeURIComponent(version)}/`,
    description: summary,
    author: readAuthor(authorEmail),
    date: publishedAt,
  }
}

const projectUrl = (site: string, name: string) => `${site}/project/${normalizeName(name)}/`
