import { defineConfig } from 'prisma/config'

/** For `prisma migrate deploy` and friends where Prisma's native engine can be had. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(process.env.DATABASE_URL === undefined
    ? {}
    : { datasource: { url: process.env.DATABASE_URL } }),
})
