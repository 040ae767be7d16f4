// Numbers and months as the server writes them.
const root = document.documentElement
export const lang = root.lang
const wonIn: Record<string, number> = { won: 1, million: 1e6, eok: 1e8 }
const scale = wonIn[root.dataset.unit ?? 'won'] ?? 1
const decimals = scale === 1e8 ? 1 : 0

function number(v: number, digits: number, least = digits): string {
  const text = new Intl.NumberFormat('en', { minimumFractionDigits: least, maximumFractionDigits: digits }).format(v)
  return text.replace('-', '−')
}

export const kw = (v: number) => number(v, 0)
export const percent = (share: number) => `${number(share * 100, 1)}%`
export const ratio = (v: number) => number(v, 3)
export const ratioTick = (v: number) => number(v, 2, 1)
export const won = (v: number) => number(v / scale, decimals)
export const wonUnit = root.dataset.wonUnit ?? ''
/** An axis needs no more decimals than its ticks have. */
export const wonTick = (v: number) => number(v / scale, 2, 0)

/** YYYY-MM as a sentence would write it. */
export function month(text: string): string {
  const [year = '', n = ''] = text.split('-')
  if (lang === 'ko') return `${year}년 ${Number(n)}월`
  return new Date(Date.UTC(Number(year), Number(n) - 1)).toLocaleString('en', { month: 'short', year: 'numeric', timeZone: 'UTC' })
}

/** A month counted from January of year 0 as YYYY-MM. */
export const monthOf = (months: number) => `${Math.floor(months / 12)}-${String((Math.round(months) % 12) + 1).padStart(2, '0')}`
