// Builds src into dist with a hash of its content in every file's name, and
// dist/manifest.json, which gives the built name of each source.
import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, parse } from 'node:path'
import { build } from 'esbuild'

const manifest = {}

async function emit(name, contents) {
  const { dir, name: stem, ext } = parse(name)
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 10)
  const file = `${dir ? dir + '/' : ''}${stem}-${hash}${ext}`
  await mkdir(dirname('dist/' + file), { recursive: true })
  await writeFile('dist/' + file, contents)
  manifest[name] = file
}

async function bundle(entry, name, format) {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format,
    target: 'es2022',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
  })
  await emit(name, result.outputFiles[0].contents)
}

for (const entry of await readdir('dist')) {
  if (entry !== '.gitkeep') await rm('dist/' + entry, { recursive: true })
}
await bundle('src/theme.ts', 'theme.js', 'iife')
await bundle('src/app.ts', 'app.js', 'esm')
await bundle('src/charts.ts', 'charts.js', 'esm')
await bundle('src/edit.ts', 'edit.js', 'esm')
await bundle('src/docs.ts', 'docs.js', 'iife')
await bundle('src/app.css', 'app.css')
await emit('icon.svg', await readFile('src/icon.svg'))
for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css']) {
  const text = await readFile('node_modules/swagger-ui-dist/' + file, 'utf8')
  await emit('swagger/' + file, text.replace(/\n?(\/\/|\/\*)# sourceMappingURL=.*$/m, ''))
}
await writeFile('dist/LICENSES.txt', await licences())
await writeFile('dist/manifest.json', JSON.stringify(manifest, null, 2) + '\n')

// What the bundles contain keeps its licence and notice beside it.
async function licences() {
  const parts = []
  for (const name of ['echarts', 'zrender', 'tslib', 'swagger-ui-dist']) {
    for (const file of ['LICENSE', 'LICENSE.txt', 'NOTICE']) {
      const text = await readFile(`node_modules/${name}/${file}`, 'utf8').catch(() => '')
      if (text) parts.push(`${name} ${file}\n\n${text}`)
    }
  }
  return parts.join('\n\n')
}
