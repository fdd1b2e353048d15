// Asks for what the page names, while the app is still on its way: src/api/first-answers.ts takes it.
// It runs before the app does in any case: what the app asked for itself would be asked for twice.
const addresses = document.currentScript.dataset.answers.split(' ').filter(Boolean)
window.firstAnswers = new Map(
  addresses.map((address) => {
    const answer = fetch(address)
    // Told by whoever takes it.
    answer.catch(() => {})
    return [new URL(address, location.origin).href, answer]
  }),
)
