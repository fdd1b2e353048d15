/** Who is proven to have published a file. */
export const provenance = {
  verified: 'Verified publisher',
  verifiedOf: 'Verified publisher {publisher} of {file}',
  publisher: 'Published by',
  kind_github: 'GitHub Actions',
  kind_gitlab: 'GitLab CI/CD',
  kind_google: 'Google Cloud',
  repository: 'Repository',
  workflow: 'Workflow',
  environment: 'Environment',
  account: 'Service account',
  commit: 'Commit',
  commitOf: 'Commit of {file}',
  run: 'Run',
  showRun: 'Show the run',
  publish: 'Publication',
  build: 'Build',
  entry: '<link>Log entry {index}</link>, <day></day>',
  document: 'The whole proof (JSON)',
  documentOf: 'The whole proof for {file} (JSON)',
  meaning:
    'This index has verified the signatures: the file is the one that this workflow published. That does not tell whether the code is harmless, or who wrote it.',
  meaningAccount:
    'This index has verified the signatures: the file is the one that this service account published. That does not tell whether the code is harmless, who wrote it, or which source it was made from.',
} as const
