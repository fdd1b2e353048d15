-- Prisma cannot say COLLATE and CHECK.

-- CreateTable
CREATE TABLE "file_downloads" (
    "file_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "file_downloads_pkey" PRIMARY KEY ("file_id","day"),
    CONSTRAINT "file_downloads_count_check" CHECK ("count" > 0)
);

-- CreateTable
CREATE TABLE "project_downloads" (
    "project_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "installer" TEXT COLLATE "C" NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "project_downloads_pkey" PRIMARY KEY ("project_id","day","installer"),
    CONSTRAINT "project_downloads_count_check" CHECK ("count" > 0)
);

-- CreateIndex
CREATE INDEX "file_downloads_day_idx" ON "file_downloads"("day");

-- AddForeignKey
ALTER TABLE "file_downloads" ADD CONSTRAINT "file_downloads_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "files"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_downloads" ADD CONSTRAINT "project_downloads_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;
