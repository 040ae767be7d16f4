package compare

import (
	"cmp"
	"slices"
)

// Sites sums the lines of a step by site, the largest first, up or down. What
// belongs to no site has no name.
func (s BridgeStep) Sites() []BridgeLine { return bySite(s.Lines) }

// Sites sums the lines of all steps by site, as those of a step: by how much each
// moves the figure.
func (b BridgeResult) Sites() []BridgeLine {
	var lines []BridgeLine
	for _, step := range b.Steps {
		lines = append(lines, step.Lines...)
	}
	return bySite(lines)
}

func bySite(lines []BridgeLine) []BridgeLine {
	var sums []BridgeLine
	for _, line := range lines {
		at := slices.IndexFunc(sums, func(sum BridgeLine) bool { return sum.Site == line.Site })
		if at < 0 {
			at, sums = len(sums), append(sums, BridgeLine{Name: line.Site, Site: line.Site})
		}
		sums[at].Amount += line.Amount
	}
	slices.SortStableFunc(sums, func(a, b BridgeLine) int { return cmp.Compare(max(b.Amount, -b.Amount), max(a.Amount, -a.Amount)) })
	return sums
}
