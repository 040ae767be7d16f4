// A rack that is chosen where its panel is out of sight, as on a narrow page,
// is brought into view.
document.addEventListener('pageswap', () => {
  requestAnimationFrame(() => {
    const rack = location.hash === '#rack' && document.getElementById('rack')
    if (!rack) return
    const { top, bottom } = rack.getBoundingClientRect()
    if (bottom < 0 || top > innerHeight) rack.scrollIntoView()
  })
})
