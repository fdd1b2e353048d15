import { createRoot } from 'react-dom/client'
import type { MockControls } from '../start-worker.ts'
import { applyDirection } from './kept-settings.ts'
import { Panel } from './panel.tsx'
import { PANEL_STYLES } from './styles.ts'

/** Puts the panel at the end of the page, in a shadow tree of its own. */
export function mountPanel(controls: MockControls): void {
  applyDirection(controls.settings.direction, document.documentElement)
  const host = document.createElement('div')
  const shadow = host.attachShadow({ mode: 'open' })
  const style = document.createElement('style')
  style.textContent = PANEL_STYLES
  const root = document.createElement('div')
  shadow.append(style, root)
  document.body.append(host)
  createRoot(root).render(<Panel controls={controls} />)
}
