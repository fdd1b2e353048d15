import type { Page } from '@playwright/test'

/**
 * Names what is not told apart from the ground of the page where its colours are forced (Windows' contrast
 * themes): buttons, fields, badges and callouts without a border, and what is chosen that looks
 * like what is not. Backgrounds and shadows do not count, as they are gone there.
 */
export const lackingLines = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const ground = getComputedStyle(document.documentElement).backgroundColor
    const sides = ['Top', 'Right', 'Bottom', 'Left'] as const
    const linesOf = (box: Element): string => {
      const style = getComputedStyle(box)
      return sides
        .map((side) => {
          const color = style[`border${side}Color`]
          const width = Number.parseFloat(style[`border${side}Width`])
          const isSeen = style[`border${side}Style`] !== 'none' && width > 0 && color !== ground
          return isSeen ? `${width} ${color}` : ''
        })
        .join()
    }
    const isShown = (box: Element) =>
      box.checkVisibility({ visibilityProperty: true }) && box.getClientRects().length > 0
    const named = (what: string, box: Element) =>
      `${what}: <${box.tagName.toLowerCase()} class="${box.className}"> ${box.textContent.trim().slice(0, 40)}`
    const all = (selector: string) => [...document.querySelectorAll(selector)].filter(isShown)

    const bare = all(
      '#root :is(button, a[class*=button], textarea, select, [class*=_badge_], [class*=_callout_], input:not([type=checkbox], [type=radio], [type=file], [class*=search]))',
    ).filter(
      (box) =>
        linesOf(box) === ',,,' &&
        // Tabs have one line below all of them; a field may stand in the frame of its form.
        box.closest('[role=tablist], [class*=tabs], header search') === null,
    )
    const erased = all('#root input:is([type=checkbox], [type=radio])').filter(
      (box) => getComputedStyle(box).appearance === 'none',
    )
    const isChosen =
      '[aria-selected=true], [aria-current=page], [aria-current=true], [aria-pressed=true]'
    const alike = all(`#root :is(${isChosen})`).filter((box) => {
      const peers = box.closest('nav, ul, [role=tablist]')?.querySelectorAll(box.tagName) ?? []
      return [...peers].some((peer) => !peer.matches(isChosen) && linesOf(peer) === linesOf(box))
    })
    return [
      ...bare.map((box) => named('no border', box)),
      ...erased.map((box) => named('no box', box)),
      ...alike.map((box) => named('chosen, and looks like the others', box)),
    ]
  })

/** Names those of the first stops of the Tab key that have no outline. */
export async function stopsWithoutRing(page: Page, stops: number): Promise<string[]> {
  const bare: string[] = []
  for (let stop = 0; stop < stops; stop += 1) {
    await page.keyboard.press('Tab')
    const found = await page.evaluate(() => {
      const at = document.activeElement
      if (at === null || at === document.body) return ''
      const rings = [getComputedStyle(at), getComputedStyle(at, '::after')]
      const isSeen = rings.some(
        ({ outlineStyle, outlineWidth }) =>
          outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      )
      return isSeen ? '' : `<${at.tagName.toLowerCase()}> ${at.textContent.slice(0, 40)}`
    })
    if (found !== '') bare.push(found)
  }
  return bare
}
