/** Stands in for every style sheet under jest: `styles.name` is the string `name`. */
export default new Proxy({}, { get: (_target, name) => name })
