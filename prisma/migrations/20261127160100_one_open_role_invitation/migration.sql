-- One of a person and a project is open at the most. Time cannot stand in an index: an invitation that
-- expired is closed by the one that takes its place.
CREATE UNIQUE INDEX "role_invitations_one_open" ON "role_invitations" ("project_id", "user_id")
    WHERE "accepted_at" IS NULL AND "declined_at" IS NULL AND "revoked_at" IS NULL;
