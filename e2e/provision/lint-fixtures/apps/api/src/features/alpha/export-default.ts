// expect: import(no-default-export)
export default function exportDefault(): number {
  return 1
}
