/** `node bench/read-often.ts URL`: reads it every 10 ms until told to stop, and prints how long each took (ms). */
const [, , url = ''] = process.argv
let isDone = false
process.on('SIGTERM', () => {
  isDone = true
})
while (!isDone) {
  const started = performance.now()
  await (await fetch(url)).arrayBuffer()
  process.stdout.write(`${(performance.now() - started).toFixed(2)}\n`)
  await new Promise((resolve) => setTimeout(resolve, 10))
}
export {}
