-- The first shape of the index. Made by `pnpm diff` from schema.prisma; below it stand the things that
-- Prisma cannot say. Names and sort keys are COLLATE "C": byte order is their order, on every server.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateEnum
CREATE TYPE "principal_kind" AS ENUM ('user', 'organization');

-- CreateEnum
CREATE TYPE "user_status" AS ENUM ('active', 'frozen', 'disabled');

-- CreateEnum
CREATE TYPE "token_action" AS ENUM ('upload', 'yank', 'manage', 'read');

-- CreateEnum
CREATE TYPE "grant_target" AS ENUM ('account', 'project', 'new_project', 'organization');

-- CreateEnum
CREATE TYPE "visibility" AS ENUM ('public', 'private');

-- CreateEnum
CREATE TYPE "project_status" AS ENUM ('active', 'archived', 'deprecated', 'quarantined');

-- CreateEnum
CREATE TYPE "origin" AS ENUM ('hosted', 'imported', 'upstream');

-- CreateEnum
CREATE TYPE "project_role" AS ENUM ('owner', 'maintainer');

-- CreateEnum
CREATE TYPE "publish_state" AS ENUM ('staged', 'published', 'deleted');

-- CreateEnum
CREATE TYPE "readme_kind" AS ENUM ('markdown', 'rst', 'plain');

-- CreateEnum
CREATE TYPE "distribution_kind" AS ENUM ('wheel', 'sdist');

-- CreateEnum
CREATE TYPE "actor_kind" AS ENUM ('user', 'token', 'publisher', 'system');

-- CreateTable
CREATE TABLE "principals" (
    "id" UUID NOT NULL,
    "kind" "principal_kind" NOT NULL,

    CONSTRAINT "principals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "username" TEXT COLLATE "C" NOT NULL,
    "username_folded" TEXT COLLATE "C" NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "password_changed_at" TIMESTAMPTZ(3) NOT NULL,
    "status" "user_status" NOT NULL DEFAULT 'active',
    "is_admin" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "email_addresses" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "address_folded" TEXT COLLATE "C" NOT NULL,
    "is_primary" BOOLEAN NOT NULL DEFAULT true,
    "verified_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "email_addresses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "sid_hash" BYTEA NOT NULL,
    "remember" BOOLEAN NOT NULL DEFAULT false,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "used_links" (
    "id" TEXT COLLATE "C" NOT NULL,
    "purpose" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "used_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "live_name" TEXT,
    "secret_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "token_grants" (
    "id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "action" "token_action" NOT NULL,
    "target" "grant_target" NOT NULL,
    "project_id" UUID,
    "new_name" TEXT COLLATE "C",

    CONSTRAINT "token_grants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "projects" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "normalized_name" TEXT COLLATE "C" NOT NULL,
    "folded_name" TEXT COLLATE "C" NOT NULL,
    "visibility" "visibility" NOT NULL DEFAULT 'public',
    "status" "project_status" NOT NULL DEFAULT 'active',
    "status_reason" TEXT,
    "quarantined_at" TIMESTAMPTZ(3),
    "origin" "origin" NOT NULL DEFAULT 'hosted',
    "summary" TEXT NOT NULL DEFAULT '',
    "latest_version" TEXT,
    "total_size" BIGINT NOT NULL DEFAULT 0,
    "serial" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "projects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "roles" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "principal_id" UUID NOT NULL,
    "role" "project_role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "roles_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "releases" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "version" TEXT COLLATE "C" NOT NULL,
    "canonical_version" TEXT COLLATE "C" NOT NULL,
    "sort_key" TEXT COLLATE "C" NOT NULL,
    "is_prerelease" BOOLEAN NOT NULL,
    "state" "publish_state" NOT NULL DEFAULT 'published',
    "deleted_at" TIMESTAMPTZ(3),
    "origin" "origin" NOT NULL DEFAULT 'hosted',
    "yanked_at" TIMESTAMPTZ(3),
    "yanked_reason" TEXT,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "summary" TEXT NOT NULL DEFAULT '',
    "requires_python" TEXT,
    "metadata" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "releases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "readmes" (
    "release_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "content_type" TEXT,
    "kind" "readme_kind" NOT NULL,
    "html" TEXT NOT NULL,
    "renderer_version" INTEGER NOT NULL,

    CONSTRAINT "readmes_pkey" PRIMARY KEY ("release_id")
);

-- CreateTable
CREATE TABLE "files" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "release_id" UUID NOT NULL,
    "filename" TEXT COLLATE "C" NOT NULL,
    "sort_key" TEXT COLLATE "C" NOT NULL,
    "kind" "distribution_kind" NOT NULL,
    "state" "publish_state" NOT NULL DEFAULT 'published',
    "deleted_at" TIMESTAMPTZ(3),
    "origin" "origin" NOT NULL DEFAULT 'hosted',
    "size" BIGINT NOT NULL,
    "sha256" TEXT COLLATE "C" NOT NULL,
    "blake2b_256" TEXT COLLATE "C" NOT NULL,
    "md5" TEXT COLLATE "C" NOT NULL,
    "storage_path" TEXT COLLATE "C" NOT NULL,
    "python_tag" TEXT COLLATE "C" NOT NULL,
    "abi_tags" TEXT[],
    "platform_tags" TEXT[],
    "build" TEXT,
    "requires_python" TEXT,
    "metadata_sha256" TEXT COLLATE "C",
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,
    "uploader_id" UUID,

    CONSTRAINT "files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "burnt_filenames" (
    "filename" TEXT COLLATE "C" NOT NULL,
    "project_id" UUID,
    "burnt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "burnt_filenames_pkey" PRIMARY KEY ("filename")
);

-- CreateTable
CREATE TABLE "prohibited_names" (
    "normalized_name" TEXT COLLATE "C" NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "prohibited_names_pkey" PRIMARY KEY ("normalized_name")
);

-- CreateTable
CREATE TABLE "index_clock" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "serial" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "index_clock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "journal" (
    "serial" BIGINT NOT NULL,
    "project_name" TEXT COLLATE "C" NOT NULL,
    "version" TEXT COLLATE "C",
    "filename" TEXT COLLATE "C",
    "action" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "journal_pkey" PRIMARY KEY ("serial")
);

-- CreateTable
CREATE TABLE "simple_pages" (
    "view" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "project_id" UUID NOT NULL,
    "status" "project_status" NOT NULL,
    "status_reason" TEXT,
    "versions" TEXT[],
    "is_public" BOOLEAN NOT NULL,
    "serial" BIGINT NOT NULL,

    CONSTRAINT "simple_pages_pkey" PRIMARY KEY ("view","name")
);

-- CreateTable
CREATE TABLE "simple_fragments" (
    "project_id" UUID NOT NULL,
    "first_key" TEXT COLLATE "C" NOT NULL,
    "file_count" INTEGER NOT NULL,
    "html" TEXT NOT NULL,
    "json" TEXT NOT NULL,

    CONSTRAINT "simple_fragments_pkey" PRIMARY KEY ("project_id","first_key")
);

-- CreateTable
CREATE TABLE "events" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "actor_kind" "actor_kind" NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "user_id" UUID,
    "project_id" UUID,
    "address_hash" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_mails" (
    "id" UUID NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_mails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "user_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "status" INTEGER NOT NULL,
    "body" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("user_id","key")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" TEXT COLLATE "C" NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_username_folded_key" ON "users"("username_folded");

-- CreateIndex
CREATE UNIQUE INDEX "email_addresses_address_folded_key" ON "email_addresses"("address_folded");

-- CreateIndex
CREATE INDEX "email_addresses_user_id_idx" ON "email_addresses"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_sid_hash_key" ON "sessions"("sid_hash");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE INDEX "used_links_expires_at_idx" ON "used_links"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_secret_hash_key" ON "api_tokens"("secret_hash");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_user_id_live_name_key" ON "api_tokens"("user_id", "live_name");

-- CreateIndex
CREATE INDEX "token_grants_token_id_idx" ON "token_grants"("token_id");

-- CreateIndex
CREATE INDEX "token_grants_project_id_idx" ON "token_grants"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "projects_normalized_name_key" ON "projects"("normalized_name");

-- CreateIndex
CREATE INDEX "projects_folded_name_idx" ON "projects"("folded_name");

-- CreateIndex
CREATE INDEX "projects_normalized_name_idx" ON "projects" USING GIN ("normalized_name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "roles_principal_id_idx" ON "roles"("principal_id");

-- CreateIndex
CREATE UNIQUE INDEX "roles_project_id_principal_id_key" ON "roles"("project_id", "principal_id");

-- CreateIndex
CREATE INDEX "releases_project_id_sort_key_idx" ON "releases"("project_id", "sort_key");

-- CreateIndex
CREATE UNIQUE INDEX "releases_project_id_canonical_version_key" ON "releases"("project_id", "canonical_version");

-- CreateIndex
CREATE UNIQUE INDEX "files_filename_key" ON "files"("filename");

-- CreateIndex
CREATE UNIQUE INDEX "files_blake2b_256_key" ON "files"("blake2b_256");

-- CreateIndex
CREATE UNIQUE INDEX "files_storage_path_key" ON "files"("storage_path");

-- CreateIndex
CREATE INDEX "files_project_id_sort_key_idx" ON "files"("project_id", "sort_key");

-- CreateIndex
CREATE INDEX "files_release_id_idx" ON "files"("release_id");

-- CreateIndex
CREATE INDEX "journal_project_name_serial_idx" ON "journal"("project_name", "serial");

-- CreateIndex
CREATE INDEX "simple_pages_project_id_idx" ON "simple_pages"("project_id");

-- CreateIndex
CREATE INDEX "events_user_id_created_at_idx" ON "events"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "events_project_id_created_at_idx" ON "events"("project_id", "created_at");

-- CreateIndex
CREATE INDEX "outbox_mails_sent_at_next_try_at_idx" ON "outbox_mails"("sent_at", "next_try_at");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- CreateIndex
CREATE INDEX "rate_limits_expire_idx" ON "rate_limits"("expire");

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_id_fkey" FOREIGN KEY ("id") REFERENCES "principals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "email_addresses" ADD CONSTRAINT "email_addresses_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token_grants" ADD CONSTRAINT "token_grants_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "api_tokens"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token_grants" ADD CONSTRAINT "token_grants_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "roles" ADD CONSTRAINT "roles_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "roles" ADD CONSTRAINT "roles_principal_id_fkey" FOREIGN KEY ("principal_id") REFERENCES "principals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "releases" ADD CONSTRAINT "releases_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "readmes" ADD CONSTRAINT "readmes_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "releases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "files" ADD CONSTRAINT "files_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "files" ADD CONSTRAINT "files_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "releases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "simple_fragments" ADD CONSTRAINT "simple_fragments_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One clock for the index, from the start.
ALTER TABLE "index_clock" ADD CONSTRAINT "index_clock_one_row" CHECK ("id" = 1);
INSERT INTO "index_clock" ("id", "serial") VALUES (1, 0);

-- What can never be right is refused by the database too.
ALTER TABLE "files"
    ADD CONSTRAINT "files_size_positive" CHECK ("size" > 0),
    ADD CONSTRAINT "files_sha256_shape" CHECK ("sha256" ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT "files_blake2b_256_shape" CHECK ("blake2b_256" ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT "files_md5_shape" CHECK ("md5" ~ '^[0-9a-f]{32}$'),
    ADD CONSTRAINT "files_filename_plain" CHECK ("filename" !~ '[/\\[:cntrl:]]');
ALTER TABLE "projects"
    ADD CONSTRAINT "projects_total_size_not_negative" CHECK ("total_size" >= 0),
    ADD CONSTRAINT "projects_serial_not_negative" CHECK ("serial" >= 0),
    ADD CONSTRAINT "projects_normalized" CHECK ("normalized_name" ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "releases"
    ADD CONSTRAINT "releases_yank_reason_needs_yank" CHECK ("yanked_reason" IS NULL OR "yanked_at" IS NOT NULL);
ALTER TABLE "token_grants"
    ADD CONSTRAINT "token_grants_target" CHECK (
        ("target" = 'project') = ("project_id" IS NOT NULL) AND
        ("target" = 'new_project') = ("new_name" IS NOT NULL));
CREATE UNIQUE INDEX "email_addresses_one_primary" ON "email_addresses" ("user_id") WHERE "is_primary";

-- A hosted project has an owner at the end of every transaction, whoever leaves in whatever order.
CREATE FUNCTION "project_has_owner"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked uuid;
BEGIN
    IF TG_TABLE_NAME = 'roles' THEN
        checked := OLD."project_id";
    ELSE
        checked := NEW."id";
    END IF;
    -- Two owners who leave at once wait for each other here, and the second is refused.
    PERFORM 1 FROM "projects" WHERE "id" = checked AND "origin" = 'hosted' FOR UPDATE;
    IF FOUND AND NOT EXISTS (
        SELECT 1 FROM "roles" WHERE "project_id" = checked AND "role" = 'owner'
    ) THEN
        RAISE EXCEPTION 'project % would have no owner', checked
            USING ERRCODE = 'check_violation', CONSTRAINT = 'project_has_owner';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "roles_leave_an_owner"
    AFTER DELETE OR UPDATE ON "roles" DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION "project_has_owner"();
CREATE CONSTRAINT TRIGGER "projects_start_with_an_owner"
    AFTER INSERT OR UPDATE OF "origin" ON "projects" DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION "project_has_owner"();
