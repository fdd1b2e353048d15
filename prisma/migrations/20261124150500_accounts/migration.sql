-- AlterTable
ALTER TABLE "users" ADD COLUMN     "breached_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "email_addresses" ADD COLUMN     "is_public" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "api_tokens" ADD COLUMN     "leak_url" TEXT,
ADD COLUMN     "leaked_at" TIMESTAMPTZ(3),
ADD COLUMN     "networks" TEXT[];

-- CreateTable
CREATE TABLE "pending_emails" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "address_folded" TEXT COLLATE "C" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pending_emails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "retired_usernames" (
    "username_folded" TEXT COLLATE "C" NOT NULL,
    "retired_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "retired_usernames_pkey" PRIMARY KEY ("username_folded")
);

-- CreateIndex
CREATE UNIQUE INDEX "pending_emails_user_id_address_folded_key" ON "pending_emails"("user_id", "address_folded");

-- AddForeignKey
ALTER TABLE "pending_emails" ADD CONSTRAINT "pending_emails_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One address of an account is shown to others at the most, and only one that is proven.
CREATE UNIQUE INDEX "email_addresses_one_public" ON "email_addresses" ("user_id") WHERE "is_public";
ALTER TABLE "email_addresses"
    ADD CONSTRAINT "email_addresses_public_is_verified" CHECK (NOT "is_public" OR "verified_at" IS NOT NULL);

-- Rows from before have no networks: from anywhere.
UPDATE "api_tokens" SET "networks" = '{}' WHERE "networks" IS NULL;
