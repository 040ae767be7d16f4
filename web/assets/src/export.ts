// Downloads a workbook while the server tells how far it is, and can be stopped.

const lineEnd = 10

/** Reads lines of progress until the one that names the file, and then the file. */
async function receive(response: Response, told: (share: number) => void): Promise<{ name: string; file: Blob }> {
  const reader = response.body!.getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let name = ''
  let line: number[] = []
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    let at = 0
    while (!name && at < value.length) {
      const end = value.indexOf(lineEnd, at)
      line.push(...value.subarray(at, end < 0 ? value.length : end))
      if (end < 0) {
        at = value.length
        break
      }
      at = end + 1
      const said = JSON.parse(new TextDecoder().decode(new Uint8Array(line)))
      line = []
      if (said.problem) throw new Error(said.problem)
      if (said.file) name = said.file
      else told(said.progress)
    }
    if (name && at < value.length) parts.push(new Uint8Array(value.subarray(at)))
  }
  if (!name) throw new Error(response.statusText)
  return { name, file: new Blob(parts, { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }) }
}

function save(name: string, file: Blob) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

async function download(link: HTMLAnchorElement) {
  const around = link.parentElement!
  const working = around.querySelector<HTMLElement>('.working')!
  const said = around.querySelector<HTMLElement>('.said')!
  const bar = working.querySelector('progress')!
  const running = new AbortController()
  const stop = () => running.abort()
  const button = working.querySelector('button')!
  button.addEventListener('click', stop)
  said.textContent = ''
  bar.value = 0
  working.hidden = false
  link.setAttribute('aria-disabled', 'true')
  try {
    const response = await fetch(link.href, { signal: running.signal, headers: { Accept: 'application/x-ndjson' } })
    if (!response.ok) throw new Error((await response.json()).detail)
    const { name, file } = await receive(response, (share) => (bar.value = share))
    save(name, file)
    said.textContent = said.dataset.done!
  } catch (error) {
    said.textContent = (error as Error).name === 'AbortError' ? said.dataset.stopped! : (error as Error).message
  } finally {
    button.removeEventListener('click', stop)
    working.hidden = true
    link.removeAttribute('aria-disabled')
  }
}

document.addEventListener('click', (event) => {
  const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('a[data-told]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  if (link.getAttribute('aria-disabled') !== 'true') void download(link)
})
