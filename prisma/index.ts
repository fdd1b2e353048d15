/** The door of the database package: Prisma's client with its adapter, as the API uses them. */
export { PrismaPg } from '@prisma/adapter-pg'
export * from './generated/client.ts'
