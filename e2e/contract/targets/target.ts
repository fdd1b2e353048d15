export type Mail = { to: string; subject: string; text: string; links: string[] }

export type ReleaseSeed = {
  version: string
  /** One wheel for each, as in its name; one `py3-none-any` when left out. */
  tags?: readonly string[]
  summary?: string
  /** Markdown. */
  readme?: string
}

/** A project to be there; its first person is the owner. */
export type ProjectSeed = {
  name: string
  owner: { username: string; token: string }
  /** Published in this order. */
  releases: readonly ReleaseSeed[]
}

/** What an operator may set otherwise. */
export type Settings = { registration?: 'closed'; tokenMaxDays?: number }

/** One end of the contract: everything that answers like the API. */
export type Target = {
  readonly name: 'mock' | 'api'
  /** Origin of the app, the one that `Origin` must name. */
  readonly origin: string
  /** `address` is the network address that the request seems to come from. */
  fetch(request: Request, address: string): Promise<Response>
  /** Every mail sent so far, oldest first. */
  mails(): Promise<Mail[]>
  seedProject(seed: ProjectSeed): Promise<void>
  /** What the wire has no verb for: done behind it. */
  readonly addMaintainer: (project: string, username: string) => Promise<void>
  /** As the operator does it. */
  readonly quarantine: (project: string, reason: string) => Promise<void>
  readonly disableAccount: (username: string) => Promise<void>
  /** Lets every session of this person have been confirmed long ago. */
  readonly ageSessions: (username: string) => Promise<void>
  /** Lets the tokens of this person be without an end, as from a time without a limit. */
  readonly ageTokens: (username: string) => Promise<void>
  /** Tells that mail to this address came back for good. */
  readonly bounce: (email: string) => Promise<void>
  /** Lets the invitations of this person to projects have expired. */
  readonly ageProjectInvitations: (username: string) => Promise<void>
  /** Makes the password one that only a second factor allows. */
  readonly shortenPassword: (username: string) => Promise<void>
  /** Lets the password of this person have been found in the list of breached ones. */
  readonly breachAccount: (username: string) => Promise<void>
  /** The token of an invitation for this address. */
  readonly invite: (email: string) => Promise<string>
  /** Takes the invitation of this address back. */
  readonly revokeInvitation: (email: string) => Promise<void>
  /** Lets this file have come with attestations, from `octo/sample` on GitHub. */
  readonly attest: (filename: string) => Promise<void>
  /** An installation of its own with other settings. */
  readonly startOther: (settings: Settings) => Promise<Target>
  /** Why the request of this id was answered with 500, as the log has it. */
  readonly faultOf: (instance: string) => string | undefined
  close(): Promise<void>
}
