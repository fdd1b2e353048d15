-- AlterTable
ALTER TABLE "deletions" ADD COLUMN     "visibility" "visibility";

-- AlterTable
ALTER TABLE "journal" ADD COLUMN     "hidden" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "projects" ADD COLUMN     "requires" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

-- A project is deleted exactly as long as there is a deletion that would bring it back.
ALTER TABLE "projects"
    ADD CONSTRAINT "projects_deleted" CHECK (("visibility" = 'deleted') = ("deletion_id" IS NOT NULL));
ALTER TABLE "releases"
    ADD CONSTRAINT "releases_deleted" CHECK ("deletion_id" IS NULL OR "state" = 'deleted');
ALTER TABLE "files"
    ADD CONSTRAINT "files_deleted" CHECK ("deletion_id" IS NULL OR "state" = 'deleted');

-- A version can be published anew after its release was deleted; the old row waits beside it.
DROP INDEX "releases_project_id_canonical_version_key";
CREATE UNIQUE INDEX "releases_one_living" ON "releases" ("project_id", "canonical_version")
    WHERE "state" <> 'deleted';

-- The normalized names that core metadata require, each once (PEP 508: a requirement begins with its name).
CREATE FUNCTION "required_names"("metadata" jsonb) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT "name" ORDER BY "name"), ARRAY[]::text[])
    FROM (
        SELECT lower(regexp_replace(
            substring("item" FROM '^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)'),
            '[-_.]+', '-', 'g')) AS "name"
        FROM jsonb_array_elements_text(CASE jsonb_typeof("metadata" -> 'requiresDist')
            WHEN 'array' THEN "metadata" -> 'requiresDist' ELSE '[]'::jsonb END) AS "item"
    ) AS "found"
    WHERE "name" IS NOT NULL
$$;
UPDATE "projects" SET "requires" = "required_names"("releases"."metadata")
    FROM "releases"
    WHERE "releases"."project_id" = "projects"."id"
        AND "releases"."version" = "projects"."latest_version" AND "releases"."state" = 'published';

-- CreateIndex
CREATE INDEX "projects_requires_idx" ON "projects" USING GIN ("requires");
