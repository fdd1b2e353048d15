-- AlterTable
ALTER TABLE "project_publishers" ADD COLUMN     "constrain_mailed_at" TIMESTAMPTZ(3);
