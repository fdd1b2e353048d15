-- AlterTable
ALTER TABLE "projects" ADD COLUMN "status_before" "project_status",
    ADD COLUMN "status_reason_before" TEXT;

-- PEP 792 has a reason and no key for a replacement: its words follow the reason's.
ALTER TABLE "projects" ADD COLUMN "status_words" TEXT GENERATED ALWAYS AS (
    CASE
        WHEN "replacement" IS NULL OR "status" <> 'deprecated' THEN "status_reason"
        WHEN "status_reason" IS NULL THEN 'Use ' || "replacement" || ' instead.'
        WHEN "status_reason" ~ '[.!?]$' THEN "status_reason" || ' Use ' || "replacement" || ' instead.'
        ELSE "status_reason" || '. Use ' || "replacement" || ' instead.'
    END
) STORED;

-- CreateTable
CREATE TABLE "release_descriptions" (
    "release_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "kind" "readme_kind",
    "html" TEXT,
    "renderer_version" INTEGER NOT NULL,
    "links" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "release_descriptions_pkey" PRIMARY KEY ("release_id"),
    CONSTRAINT "release_descriptions_html_check" CHECK (("kind" IS NULL) = ("html" IS NULL))
);

-- AddForeignKey
ALTER TABLE "release_descriptions" ADD CONSTRAINT "release_descriptions_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "releases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
