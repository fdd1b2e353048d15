-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "address_folded" TEXT COLLATE "C" NOT NULL,
    "invited_by" TEXT NOT NULL,
    "mailed" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "invitations_address_folded_idx" ON "invitations"("address_folded");

-- One of an address is open at the most: inviting it again takes the earlier one back.
CREATE UNIQUE INDEX "invitations_one_open" ON "invitations" ("address_folded")
    WHERE "used_at" IS NULL AND "revoked_at" IS NULL;
