// Serves the OpenAPI document of the built program, writes a client's types of
// it into generated/, checks the TypeScript of the test against them, and runs it.
import { spawn, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import openapiTS, { astToString } from 'openapi-typescript'

const program = new URL('../../../bin/buildout', import.meta.url).pathname
const folder = await mkdtemp(join(tmpdir(), 'buildout-client-'))
const server = spawn(program, ['serve', '--addr', '127.0.0.1:0', '--database', join(folder, 'plans.db')], { stdio: ['ignore', 'pipe', 'pipe'] })

function address() {
  return new Promise((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        const addr = line.startsWith('{') && JSON.parse(line).addr
        if (addr) resolve(`http://${addr}`)
      })
    }
    server.on('exit', (code) => reject(new Error(`the program ended with ${code}`)))
  })
}

function run(command, ...args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd: import.meta.dirname, env: { ...process.env, BUILDOUT_ORIGIN: origin } })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${status}`)
}

const origin = await address()
try {
  await mkdir(new URL('generated', import.meta.url), { recursive: true })
  const types = await openapiTS(new URL('/openapi.json', origin))
  await writeFile(new URL('generated/api.d.ts', import.meta.url), astToString(types))
  run('node_modules/.bin/tsc', '--project', '.')
  run(process.execPath, '--test', 'generated/client.test.js')
} finally {
  server.kill('SIGTERM')
  await new Promise((resolve) => (server.exitCode === null ? server.on('exit', resolve) : resolve()))
  await rm(folder, { recursive: true })
}
