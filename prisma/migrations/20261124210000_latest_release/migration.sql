-- Prisma cannot say expressions and WHERE: the release that a visitor sees first, without looking at all of a project's.

-- CreateIndex
CREATE INDEX "releases_latest_idx" ON "releases"("project_id", ("yanked_at" IS NOT NULL), "is_prerelease", "sort_key" DESC) WHERE "state" = 'published';
