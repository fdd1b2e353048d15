import {
  formatMarker,
  normalizeName,
  parseRequirement,
  type Marker,
} from '@wheelhouse/shared-types/python'

/** One dependency, ready to be shown. */
export type Dependency = {
  /** Undefined for text that is no dependency specifier. */
  name: string | undefined
  /** What follows the name: extras, versions or an address. */
  rest: string
  /** The condition that is left once the group has said the extra. */
  marker: string | undefined
}

export type DependencyGroup = { extra: string | null; dependencies: Dependency[] }

/**
 * The dependencies of a release by the extra that brings them in; those that are always needed
 * come first, under `null`. One that two extras bring in stands under both.
 */
export function groupDependencies(
  requiresDist: readonly string[],
  providesExtra: readonly string[],
): DependencyGroup[] {
  const groups = new Map<string | null, Dependency[]>([[null, []]])
  for (const extra of providesExtra) groups.set(normalizeName(extra), [])
  for (const text of requiresDist) {
    const requirement = parseRequirement(text)
    const extras = extrasIn(requirement?.marker)
    const left = withoutExtra(requirement?.marker)
    const dependency: Dependency =
      requirement === undefined
        ? { name: undefined, rest: text, marker: undefined }
        : {
            name: requirement.name,
            rest: [
              requirement.extras.length > 0 ? `[${requirement.extras.join(',')}]` : '',
              requirement.url === undefined
                ? requirement.specifier.specifiers
                    .map(({ operator, text: version }) => operator + version)
                    .join(', ')
                : ` @ ${requirement.url}`,
            ].join(''),
            marker: left === undefined ? undefined : formatMarker(left),
          }
    for (const extra of extras.length === 0 ? [null] : new Set(extras)) {
      groups.set(extra, [...(groups.get(extra) ?? []), dependency])
    }
  }
  return [...groups].map(([extra, dependencies]) => ({ extra, dependencies }))
}

type Comparison = Extract<Marker, { kind: 'compare' }>

/** The extra that a comparison asks for, as in `extra == "test"`. */
function extraOf({ left, operator, right }: Comparison): string | undefined {
  if (operator !== '==') return undefined
  const [variable, value] = left.kind === 'variable' ? [left, right] : [right, left]
  return variable.kind === 'variable' && variable.name === 'extra' && value.kind === 'text'
    ? normalizeName(value.value)
    : undefined
}

function extrasIn(marker: Marker | undefined): string[] {
  if (marker === undefined) return []
  return marker.kind === 'compare'
    ? [extraOf(marker) ?? []].flat()
    : marker.parts.flatMap((part) => extrasIn(part))
}

/** The marker without a plain demand for an extra; anything more involved stays whole. */
function withoutExtra(marker: Marker | undefined): Marker | undefined {
  if (marker === undefined) return undefined
  if (marker.kind === 'compare') return extraOf(marker) === undefined ? marker : undefined
  if (marker.kind === 'or') {
    return marker.parts.every((part) => withoutExtra(part) === undefined) ? undefined : marker
  }
  const parts = marker.parts.flatMap((part) => withoutExtra(part) ?? [])
  return parts.length > 1 ? { kind: 'and', parts } : parts[0]
}
