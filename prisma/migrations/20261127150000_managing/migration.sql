-- CreateEnum
CREATE TYPE "publisher_kind" AS ENUM ('github', 'gitlab', 'google', 'activestate', 'oidc');

-- CreateEnum
CREATE TYPE "deletion_kind" AS ENUM ('file', 'release', 'project');

-- AlterTable
ALTER TABLE "files" ADD COLUMN     "deletion_id" UUID,
ADD COLUMN     "published_by" JSONB;

-- AlterTable
ALTER TABLE "projects" ADD COLUMN     "deletion_id" UUID,
ADD COLUMN     "replacement" TEXT,
ADD COLUMN     "trusted_publishing_only" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "releases" ADD COLUMN     "deletion_id" UUID;

-- CreateTable
CREATE TABLE "role_invitations" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "project_role" NOT NULL,
    "invited_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "declined_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "role_invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "publishers" (
    "id" UUID NOT NULL,
    "kind" "publisher_kind" NOT NULL,
    "issuer" TEXT NOT NULL,
    "claims" JSONB NOT NULL,
    "identity_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "publishers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project_publishers" (
    "project_id" UUID NOT NULL,
    "publisher_id" UUID NOT NULL,
    "added_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "project_publishers_pkey" PRIMARY KEY ("project_id","publisher_id")
);

-- CreateTable
CREATE TABLE "pending_publishers" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "project_name" TEXT NOT NULL,
    "normalized_name" TEXT NOT NULL,
    "kind" "publisher_kind" NOT NULL,
    "issuer" TEXT NOT NULL,
    "claims" JSONB NOT NULL,
    "identity_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "reminded_at" TIMESTAMPTZ(3),

    CONSTRAINT "pending_publishers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "publisher_tokens" (
    "id" UUID NOT NULL,
    "publisher_id" UUID NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "claims" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "publisher_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "used_identity_tokens" (
    "token_hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "used_identity_tokens_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "deletions" (
    "id" UUID NOT NULL,
    "kind" "deletion_kind" NOT NULL,
    "project_id" UUID NOT NULL,
    "target" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undo_until" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "deletions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provenances" (
    "file_id" UUID NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provenances_pkey" PRIMARY KEY ("file_id")
);

-- CreateTable
CREATE TABLE "webhooks" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "secret" BYTEA NOT NULL,
    "topics" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhooks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" UUID NOT NULL,
    "webhook_id" UUID NOT NULL,
    "topic" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(3),
    "status" INTEGER,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "role_invitations_project_id_created_at_idx" ON "role_invitations"("project_id", "created_at");

-- CreateIndex
CREATE INDEX "role_invitations_user_id_idx" ON "role_invitations"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "publishers_identity_key_key" ON "publishers"("identity_key");

-- CreateIndex
CREATE INDEX "publishers_issuer_idx" ON "publishers"("issuer");

-- CreateIndex
CREATE INDEX "project_publishers_publisher_id_idx" ON "project_publishers"("publisher_id");

-- CreateIndex
CREATE INDEX "pending_publishers_identity_key_idx" ON "pending_publishers"("identity_key");

-- CreateIndex
CREATE INDEX "pending_publishers_expires_at_idx" ON "pending_publishers"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "pending_publishers_user_id_normalized_name_identity_key_key" ON "pending_publishers"("user_id", "normalized_name", "identity_key");

-- CreateIndex
CREATE UNIQUE INDEX "publisher_tokens_secret_hash_key" ON "publisher_tokens"("secret_hash");

-- CreateIndex
CREATE INDEX "publisher_tokens_expires_at_idx" ON "publisher_tokens"("expires_at");

-- CreateIndex
CREATE INDEX "used_identity_tokens_expires_at_idx" ON "used_identity_tokens"("expires_at");

-- CreateIndex
CREATE INDEX "deletions_project_id_created_at_idx" ON "deletions"("project_id", "created_at");

-- CreateIndex
CREATE INDEX "deletions_undo_until_idx" ON "deletions"("undo_until");

-- CreateIndex
CREATE INDEX "webhooks_project_id_idx" ON "webhooks"("project_id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_webhook_id_created_at_idx" ON "webhook_deliveries"("webhook_id", "created_at");

-- CreateIndex
CREATE INDEX "webhook_deliveries_next_try_at_idx" ON "webhook_deliveries"("next_try_at");

-- AddForeignKey
ALTER TABLE "role_invitations" ADD CONSTRAINT "role_invitations_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_invitations" ADD CONSTRAINT "role_invitations_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_publishers" ADD CONSTRAINT "project_publishers_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_publishers" ADD CONSTRAINT "project_publishers_publisher_id_fkey" FOREIGN KEY ("publisher_id") REFERENCES "publishers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pending_publishers" ADD CONSTRAINT "pending_publishers_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "publisher_tokens" ADD CONSTRAINT "publisher_tokens_publisher_id_fkey" FOREIGN KEY ("publisher_id") REFERENCES "publishers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deletions" ADD CONSTRAINT "deletions_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provenances" ADD CONSTRAINT "provenances_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "files"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhooks"("id") ON DELETE CASCADE ON UPDATE CASCADE;
