// expect: eslint(no-console)
export function printALeftover(): void {
  console.log('here')
}
