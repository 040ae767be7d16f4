declare module 'echarts/lib/i18n/langKO.js' {
  const locale: Record<string, unknown>
  export default locale
}
