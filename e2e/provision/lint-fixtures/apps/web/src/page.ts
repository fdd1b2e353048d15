// expect: none
export const page = 'page'
