package pages

import (
	"fmt"
	"strings"

	"buildout/planner"
)

const (
	sparkWidth  = 120
	sparkHeight = 28
)

// spark is headroom by month as a small step line, with the line of zero and
// what lies below it apart.
type spark struct {
	Width, Height int
	Zero          string // y of zero
	Line          string // path of the step line
	Short         string // path of the area below zero; empty where there is none
}

func sparkOf(kw []planner.KW) *spark {
	if len(kw) == 0 {
		return nil
	}
	low, high := min(0, kw[0]), max(0, kw[0])
	for _, v := range kw {
		low, high = min(low, v), max(high, v)
	}
	scale := float64(high - low)
	if scale == 0 {
		scale = 1
	}
	y := func(v planner.KW) string {
		return fmt.Sprintf("%.1f", 2+(sparkHeight-4)*float64(high-v)/scale)
	}
	s := &spark{Width: sparkWidth, Height: sparkHeight, Zero: y(0)}
	var line, short strings.Builder
	step := float64(sparkWidth) / float64(len(kw))
	for i, v := range kw {
		from, to := step*float64(i), step*float64(i+1)
		verb := "L"
		if i == 0 {
			verb = "M"
		}
		fmt.Fprintf(&line, "%s%.1f %sH%.1f", verb, from, y(v), to)
		if v < 0 {
			fmt.Fprintf(&short, "M%.1f %sV%sH%.1fV%sZ", from, s.Zero, y(v), to, s.Zero)
		}
	}
	s.Line, s.Short = line.String(), short.String()
	return s
}
