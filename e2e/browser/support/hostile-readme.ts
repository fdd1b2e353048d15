const RUN = 'window.hostile=(window.hostile||0)+1'

/** Tries what READMEs must not do: run scripts, load things, send forms, cover the page. */
export const HOSTILE_README = `# Hostile

<script>${RUN}</script>
<script src="https://foreign.example/script.js"></script>
<script src="/theme.js" onload="${RUN}"></script>
<img src="x" onerror="${RUN}">
<svg onload="${RUN}"><script>${RUN}</script><image href="https://foreign.example/svg.png"/></svg>
<iframe src="https://foreign.example/frame"></iframe>
<iframe srcdoc="<script>parent.hostile=1</script>"></iframe>
<object data="https://foreign.example/object"></object>
<embed src="https://foreign.example/embed">
<video src="https://foreign.example/video.mp4" autoplay onerror="${RUN}"></video>
<audio src="https://foreign.example/audio.mp3" autoplay></audio>
<link rel="stylesheet" href="https://foreign.example/style.css">
<style>body { background: url(https://foreign.example/style.png); display: none }</style>
<p style="position:fixed;inset:0;background:url(https://foreign.example/inline.png)">cover</p>
<meta http-equiv="refresh" content="0;url=https://foreign.example/refresh">
<base href="https://foreign.example/">
<form action="https://foreign.example/form"><input name="password"><button>Sign in</button></form>
<input type="image" src="https://foreign.example/input.png">
<img src="https://images.example/only.png" srcset="https://foreign.example/set.png 2x" alt="allowed">
<img src="http://foreign.example/plain.png" alt="not encrypted">
<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${RUN}'/>" alt="data">
<math><mtext><table><mglyph><style><img src=x onerror="${RUN}"></style></mglyph></table></mtext></math>
<a href="javascript:${RUN}" id="content">first link</a>
<a href="java&#10;script:${RUN}">second link</a>
<a href="data:text/html,<script>${RUN}</script>">third link</a>
<details open ontoggle="${RUN}"><summary>open</summary></details>

[fourth link](javascript:${RUN})

The end of it.
`
