/** The start page. */
export const home = {
  title: 'Find, install and publish Python packages',
  lead: 'Everything here installs with pip, uv, Poetry and every other tool that speaks the simple index.',
  search: 'Search projects',
  submit: 'Search',
  useTitle: 'Install from this index',
  publishTitle: 'Publish to it',
} as const
