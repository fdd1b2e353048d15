-- AlterTable
ALTER TABLE "users" ADD COLUMN     "has_second_factor" BOOLEAN NOT NULL DEFAULT false;
