// Says what the WordPress editor makes of block markup.
//
// Standard input: a JSON array of strings, each the raw content of a post. Standard output: a
// JSON array with, for each, `{ unchanged, serialized?, blocks: [{ name, isValid, path }] }`,
// `blocks` holding inner ones too; `serialized` is there when the editor would change the post.
import { createRequire } from 'node:module'

import { JSDOM } from 'jsdom'

const dom = new JSDOM('<!doctype html><html><body></body></html>', { url: 'https://blog.example/' })
const { window } = dom

class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}
window.matchMedia = () => ({
  matches: false,
  addListener() {},
  removeListener() {},
  addEventListener() {},
  removeEventListener() {},
})
window.CSS = { supports: () => false, escape: (text) => text }
window.ResizeObserver = Observer
window.IntersectionObserver = Observer
window.requestIdleCallback ??= (callback) => setTimeout(callback, 0)

for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis)) {
    Object.defineProperty(globalThis, name, { configurable: true, get: () => window[name] })
  }
}
Object.defineProperty(globalThis, 'window', { configurable: true, value: window })
Object.defineProperty(globalThis, 'document', { configurable: true, value: window.document })
Object.defineProperty(globalThis, 'navigator', { configurable: true, value: window.navigator })

// The editor explains invalid blocks on the console; here that belongs on standard error.
for (const kind of ['log', 'info', 'warn', 'error', 'groupCollapsed', 'group']) {
  console[kind] = (...parts) => process.stderr.write(parts.map(String).join(' ') + '\n')
}

// As CommonJS: the packages' modules import JSON in a way that Node 20 refuses.
const require = createRequire(import.meta.url)
const { parse, serialize } = require('@wordpress/blocks')
const { registerCoreBlocks } = require('@wordpress/block-library')
registerCoreBlocks()

function flatten(blocks, path) {
  return blocks.flatMap((block, at) => {
    const here = [...path, at]
    const own = { name: block.name, isValid: block.isValid, path: here.join('.') }
    return [own, ...flatten(block.innerBlocks, here)]
  })
}

function judge(markup) {
  const blocks = parse(markup)
  const serialized = serialize(blocks)
  const unchanged = serialized === markup
  return { unchanged, ...(unchanged ? {} : { serialized }), blocks: flatten(blocks, []) }
}

let input = ''
for await (const chunk of process.stdin) input += chunk
process.stdout.write(JSON.stringify(JSON.parse(input).map(judge)), () => process.exit(0))
