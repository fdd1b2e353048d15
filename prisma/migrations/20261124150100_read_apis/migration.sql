-- Kept by the database itself, so that no writer can forget it.
ALTER TABLE "releases" ADD COLUMN "classifiers" JSONB GENERATED ALWAYS AS ("metadata" -> 'classifiers') STORED;

-- CreateIndex
CREATE INDEX "projects_created_at_idx" ON "projects"("created_at");

-- CreateIndex
CREATE INDEX "releases_published_at_idx" ON "releases"("published_at");

-- CreateIndex
CREATE INDEX "releases_classifiers_idx" ON "releases" USING GIN ("classifiers" jsonb_path_ops);
