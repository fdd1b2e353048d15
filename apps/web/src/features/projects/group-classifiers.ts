/** Classifiers by their first part: `Topic :: System :: Archiving` is under `Topic`. */
export function groupClassifiers(classifiers: readonly string[]): [string, string[]][] {
  const groups = Map.groupBy(classifiers, (classifier) => classifier.split(' :: ', 1)[0] ?? '')
  return [...groups].map(([group, members]) => [
    group,
    members.map((member) => member.slice(group.length + ' :: '.length) || member),
  ])
}
