-- CreateTable
CREATE TABLE "known_browsers" (
    "user_id" UUID NOT NULL,
    "browser_hash" BYTEA NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "known_browsers_pkey" PRIMARY KEY ("user_id","browser_hash")
);

-- AddForeignKey
ALTER TABLE "known_browsers" ADD CONSTRAINT "known_browsers_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "known_browsers"
    ADD CONSTRAINT "known_browsers_sha256" CHECK (octet_length("browser_hash") = 32);
