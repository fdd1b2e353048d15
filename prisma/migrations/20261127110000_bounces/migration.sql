-- CreateEnum
CREATE TYPE "bounce" AS ENUM ('hard', 'soft', 'spam');

-- AlterTable
ALTER TABLE "email_addresses" ADD COLUMN     "bounce" "bounce",
ADD COLUMN     "soft_bounces" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "was_verified" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "pending_emails" ADD COLUMN     "bounce" "bounce";

-- AlterTable
ALTER TABLE "outbox_mails" ADD COLUMN     "even_if_bounced" BOOLEAN NOT NULL DEFAULT false;

-- What mail told of an address makes it unverified until it is proven again.
ALTER TABLE "email_addresses"
    ADD CONSTRAINT "email_addresses_bounced_is_unverified" CHECK ("bounce" IS NULL OR "verified_at" IS NULL);
