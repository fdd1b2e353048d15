/** The panel's own look, in its shadow tree: nothing of it reaches the app, and nothing of the app it. */
export const PANEL_STYLES = `
:host { all: initial; }
* { box-sizing: border-box; font: 14px/1.45 system-ui, sans-serif; color: inherit; }
aside { color: #f2f5f4; }
.launch { position: fixed; inset-block-end: 0.5rem; inset-inline-start: 0.5rem; z-index: 9998;
  background: #2b1d4d; border: 1px solid #b9a5f2; border-radius: 999px; padding: 0.3rem 0.8rem; cursor: pointer; }
dialog { position: fixed; inset: 0 auto 0 0; inset-inline: 0 auto; z-index: 9999; margin: 0; padding: 0 1rem 1rem;
  inline-size: min(24rem, 100vw); max-inline-size: none; block-size: 100dvh; max-block-size: none; overflow-y: auto;
  background: #1d1633; border: 0; border-inline-end: 1px solid #b9a5f2; color: #f2f5f4; }
header { position: sticky; inset-block-start: 0; display: flex; justify-content: space-between; align-items: center;
  padding-block: 0.7rem; background: #1d1633; }
h2 { font-size: 1.1rem; font-weight: 600; margin: 0; }
h3 { font-size: 0.95rem; font-weight: 600; margin: 1.1rem 0 0.4rem; }
label { display: grid; grid-template-columns: 9rem 1fr; align-items: center; gap: 0.5rem; margin-block: 0.3rem; }
label.check { grid-template-columns: auto 1fr; }
input, select, textarea { background: #0f0a1f; border: 1px solid #8d7cc2; border-radius: 4px; padding: 0.3rem 0.4rem;
  min-inline-size: 0; inline-size: 100%; }
input[type='checkbox'] { inline-size: 1.1rem; block-size: 1.1rem; accent-color: #b9a5f2; }
.row { display: flex; flex-wrap: wrap; gap: 0.4rem; margin-block: 0.4rem; }
button { background: #3a2a66; border: 1px solid #8d7cc2; border-radius: 4px; padding: 0.3rem 0.6rem; cursor: pointer; min-block-size: 1.9rem; }
button:hover { background: #4a3780; }
a { color: #cfc0ff; overflow-wrap: anywhere; }
p { margin: 0.3rem 0; }
code, output { font-family: ui-monospace, monospace; }
article { border-block-start: 1px solid #4a3780; padding-block: 0.4rem; }
table { border-collapse: collapse; inline-size: 100%; }
th, td { text-align: start; vertical-align: top; padding: 0.25rem 0.4rem 0.25rem 0; border-block-end: 1px solid #4a3780; overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid #ffd479; outline-offset: 2px; }
`
