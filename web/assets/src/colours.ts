// The colours of charts are those of the style sheet, by name.
import { createVNode } from 'zrender/lib/svg/core.js'

// The style sheet has two values for a colour; a painted element has the one of
// the page as it is now.
const painted = document.body.appendChild(document.createElement('i'))
painted.hidden = true

export function colour(name: string): string {
  painted.style.color = `var(--${name})`
  return getComputedStyle(painted).color
}

/** Strokes of a colour across a light ground: space that is leased, not owned; the lower half of a bar. */
export function hatch(name: string): unknown {
  const ground = createVNode('rect', 'ground', { width: 6, height: 6, fill: colour('leased-ground') })
  const stroke = createVNode('path', 'stroke', { d: 'M-1 1L1 -1M0 6L6 0M5 7L7 5', stroke: colour(name), 'stroke-width': 1 })
  return { svgElement: createVNode('g', 'hatch', {}, [ground, stroke]), svgWidth: 6, svgHeight: 6 }
}
