package pages

import (
	"fmt"
	"slices"
	"strings"

	"buildout/planner"
	"buildout/planner/power"
)

// diagram is a single-line diagram as shapes of an SVG drawing, in pixels.
type diagram struct {
	Width, Height int
	Frames        []frame
	Wires         []wire
	Boxes         []box
	Labels        []label
}

// frame stands around halls that are alike, or around a part of the diagram.
type frame struct {
	X, Y, W, H     int
	Title          string
	TitleX, TitleY int
}

func framed(x, y, w, h int, title string) frame {
	return frame{x, y, w, h, title, x + framePad, y + 19}
}

// wire joins a system to one that it feeds.
type wire struct {
	Path string
	Live bool
}

type label struct {
	X, Y  int
	Text  string
	Class string
}

// box is a system: its modules, and its load against its rating.
type box struct {
	X, Y, W, H                    int
	ID                            string // the same on every drawing
	Title                         string
	Modules                       string
	Halls                         string // those it stands for
	Load                          string
	Label                         string // all of it, for those who do not see it
	Class                         string // over, dead, out or nothing
	Mark                          string // shape in its corner
	Used                          int    // width of the bar's part that is used
	Bar                           int    // width of the bar
	Href                          string
	Chosen                        bool // its failure is the one shown
	Rated                         bool
	Struck                        string // line across it where it is out
	TextX                         int
	TitleY, ModulesY, LoadY, BarY int
}

// The sizes of a diagram.
const (
	boxWidth  = 148
	boxHeight = 62
	boxGap    = 14
	rowGap    = 38
	framePad  = 14
	frameHead = 30
	partGap   = 44
)

// sketch is a diagram while it is drawn.
type sketch struct {
	planPage
	diagram
	view CapacityView
}

// row is the boxes of one stage: the middle of the foot of each, by the name
// of its system.
type row struct {
	kind power.Kind
	feet []foot
}

type foot struct {
	name string
	x, y int
	live bool
}

// draft lays the diagram out: grid feeds at the top, each stage of the shared
// plant beneath what feeds it, generators beside the path, then the halls side
// by side, and the cooling path apart at the right.
func (v planPage) draft(view CapacityView, groups []stateGroup) diagram {
	d := &sketch{planPage: v, view: view}
	if len(view.State.Stages) == 0 {
		return d.diagram
	}
	electric, cooling := parted(view.State.Stages)
	width := max(d.sharedWidth(electric), d.hallsWidth(groups))
	bottom, above := d.shared(electric, width)
	bottom = d.halls(groups, above, width, bottom)
	right, deep := d.cooling(cooling, groups, width+partGap)
	slices.SortStableFunc(d.Wires, func(a, b wire) int { // those that feed are drawn over those that do not
		switch {
		case a.Live == b.Live:
			return 0
		case b.Live:
			return -1
		}
		return 1
	})
	d.Width, d.Height = max(width, right)+2, max(bottom, deep)+2
	return d.diagram
}

// parted tells the stages that bring power from those that take heat away.
func parted(stages []power.StageState) (electric, cooling []power.StageState) {
	for _, stage := range stages {
		if stage.Kind.Cooling() {
			cooling = append(cooling, stage)
			continue
		}
		electric = append(electric, stage)
	}
	return electric, cooling
}

func across(n int) int { return n*boxWidth + max(0, n-1)*boxGap }

// sharedWidth is the width of the widest row; generators stand beside the row
// above the stage they feed.
func (d *sketch) sharedWidth(stages []power.StageState) int {
	width, row := 0, 0
	for _, stage := range stages {
		if stage.Kind == power.Generator {
			row += partGap + across(len(stage.Systems))
		} else {
			row = across(len(stage.Systems))
		}
		width = max(width, row)
	}
	return width
}

func (d *sketch) hallsWidth(groups []stateGroup) int {
	width := 0
	for i, g := range groups {
		if i > 0 {
			width += boxGap
		}
		width += frameWidth(g)
	}
	return width
}

func frameWidth(g stateGroup) int {
	electric, _ := parted(g.Stages)
	widest := 1
	for _, stage := range electric {
		widest = max(widest, len(stage.Systems))
	}
	return across(widest) + 2*framePad
}

// shared draws the feeds and the plant that halls share, and returns where they
// end and the rows that feed the halls.
func (d *sketch) shared(stages []power.StageState, width int) (bottom int, above []row) {
	y := d.substations(stages, width)
	for i := 0; i < len(stages); i++ {
		stage := stages[i]
		left, beside := 0, 0
		if i+1 < len(stages) && stages[i+1].Kind == power.Generator {
			beside = partGap + across(len(stages[i+1].Systems))
		}
		left = (width - across(len(stage.Systems)) - beside) / 2
		made := d.stage("", stage, left, y, nil)
		d.wires(above, made, "", stage.Systems, route{bend: rowGap / 2})
		above = []row{made}
		if beside > 0 {
			i++
			generators := d.stage("", stages[i], left+across(len(stage.Systems))+partGap, y, nil)
			above = append(above, generators)
		}
		y += boxHeight + rowGap
	}
	return y, above
}

// substations writes above every system of feeds where its feeds come from.
func (d *sketch) substations(stages []power.StageState, width int) int {
	if len(stages) == 0 || stages[0].Kind != power.Feed {
		return 0
	}
	left := (width - across(len(stages[0].Systems))) / 2
	for i, system := range stages[0].Systems {
		var names []string
		for _, feed := range d.feedsOf(i, len(stages[0].Systems)) {
			if !slices.Contains(names, feed.Substation) {
				names = append(names, feed.Substation)
			}
		}
		x := left + i*(boxWidth+boxGap) + boxWidth/2
		d.Labels = append(d.Labels, label{x, 12, d.L.T("line.substation", "name", strings.Join(names, ", ")), "middle"})
		d.Wires = append(d.Wires, wire{fmt.Sprintf("M%d 18V26", x), system.Live})
	}
	return 26
}

// feedsOf is the feeds of a system: those of a site are dealt to its systems in
// turn.
func (d *sketch) feedsOf(system, systems int) []planner.Feed {
	var feeds []planner.Feed
	for i, feed := range siteIn(d.view.Plan.Document, d.view.Site).Feeds {
		if i%systems == system && feed.Available <= d.view.Month {
			feeds = append(feeds, feed)
		}
	}
	return feeds
}

// stage draws the systems of a stage from left to right.
func (d *sketch) stage(hall string, stage power.StageState, x, y int, names []string) row {
	r := row{kind: stage.Kind}
	for i, system := range stage.Systems {
		b := d.system(hall, stage.Kind, system, x, y, names)
		if stage.Kind == power.Feed {
			b.Modules = d.feedText(d.feedsOf(i, len(stage.Systems)))
		}
		d.Boxes = append(d.Boxes, d.linked(b, hall, stage.Kind, system, d.feedsOf(i, len(stage.Systems))))
		r.feet = append(r.feet, foot{system.Name, x + boxWidth/2, y + boxHeight, system.Live})
		x += boxWidth + boxGap
	}
	return r
}

// halls draws the halls side by side, those that are alike once.
func (d *sketch) halls(groups []stateGroup, above []row, width, y int) int {
	x, bottom := (width-d.hallsWidth(groups))/2, y
	for _, g := range groups {
		w := frameWidth(g)
		electric, _ := parted(g.Stages)
		top, rows, by := y+frameHead, above, route{bend: frameHead + rowGap/3}
		for _, stage := range electric {
			made := d.stage(g.Names[0], stage, x+(w-across(len(stage.Systems)))/2, top, g.Names)
			d.wires(rows, made, g.Names[0], stage.Systems, by)
			rows, top, by = []row{made}, top+boxHeight+rowGap, route{bend: rowGap / 2}
		}
		d.racks(g, x+(w-boxWidth)/2, top, rows)
		top += boxHeight + framePad
		d.Frames = append(d.Frames, framed(x, y, w, top-y, g.title(d.L)))
		x, bottom = x+w+boxGap, max(bottom, top)
	}
	return bottom
}

// racks draws the racks of a hall: what they draw and what of it drops.
func (d *sketch) racks(g stateGroup, x, y int, above []row) {
	l := d.L
	b := placed(box{Title: l.T("line.racks"), Modules: l.T("line.it", "kw", l.KW(g.ITKW))}, x, y)
	b.Label = b.Title + ": " + b.Modules
	dropped := g.DroppedKW > 0
	if dropped {
		b.Load = l.T("line.drops", "kw", l.KW(g.DroppedKW))
		b.Label += ", " + b.Load
		b.mark("over")
	}
	d.Boxes = append(d.Boxes, b)
	for _, r := range above {
		for _, from := range r.feet {
			d.Wires = append(d.Wires, wire{joint(from, foot{x: x + boxWidth/2, y: y}, route{bend: rowGap / 2}), from.live})
		}
	}
}

// cooling draws the cooling path from the heat rejection to the rooms.
func (d *sketch) cooling(shared []power.StageState, groups []stateGroup, x int) (right, bottom int) {
	width := 0
	for _, stage := range shared {
		width = max(width, across(len(stage.Systems)))
	}
	for _, g := range groups {
		_, cooling := parted(g.Stages)
		for _, stage := range cooling {
			width = max(width, across(len(stage.Systems)))
		}
	}
	if width == 0 {
		return x, 0
	}
	y, left := frameHead, x+framePad
	var above []row
	for _, stage := range shared {
		made := d.stage("", stage, left+(width-across(len(stage.Systems)))/2, y, nil)
		d.wires(above, made, "", stage.Systems, route{bend: rowGap / 2})
		above, y = []row{made}, y+boxHeight+rowGap
	}
	for i, g := range groups {
		_, cooling := parted(g.Stages)
		rows, by := above, route{bend: rowGap / 2}
		if i > 0 && len(shared) > 0 {
			by.x = x + framePad/2
		}
		for _, stage := range cooling {
			d.Labels = append(d.Labels, label{left + width/2, y - 6, g.title(d.L), "middle over-wire"})
			made := d.stage(g.Names[0], stage, left+(width-across(len(stage.Systems)))/2, y, g.Names)
			d.wires(rows, made, g.Names[0], stage.Systems, by)
			rows, y, by = []row{made}, y+boxHeight+rowGap, route{bend: rowGap / 2}
		}
	}
	bottom = y - rowGap + framePad
	d.Frames = append(d.Frames, framed(x, 0, width+2*framePad, bottom, d.L.T("line.cooling")))
	return x + width + 2*framePad, bottom
}
