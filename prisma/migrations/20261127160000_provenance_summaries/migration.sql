-- AlterTable
ALTER TABLE "provenances" ADD COLUMN     "summary" JSONB NOT NULL;
