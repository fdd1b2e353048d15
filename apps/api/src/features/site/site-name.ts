/** What the site calls itself, towards people and their authentication apps. */
export const SITE_NAME = 'Wheelhouse'
