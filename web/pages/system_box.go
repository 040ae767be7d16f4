package pages

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"buildout/planner"
	"buildout/planner/power"
	"buildout/web/locales"
)

// placed puts a box of a system's size in its place.
func placed(b box, x, y int) box {
	b.X, b.Y, b.W, b.H = x, y, boxWidth, boxHeight
	b.TextX, b.Bar = x+10, boxWidth-20
	b.TitleY, b.ModulesY, b.LoadY, b.BarY = y+17, y+32, y+46, y+boxHeight-9
	return b
}

// mark gives a box its class, and the shape in its corner that says the same.
func (b *box) mark(class string) {
	right, foot := b.X+b.W-10, b.TitleY
	b.Class = class
	switch class {
	case "over": // a triangle
		b.Mark = fmt.Sprintf("M%d %dh10l-5 -9z", right-10, foot)
	case "part": // a stroke
		b.Mark = fmt.Sprintf("M%d %dh8", right-8, foot-4)
	default: // a cross
		b.Mark = fmt.Sprintf("M%d %dl8 8m0 -8l-8 8", right-8, foot-8)
	}
}

// system is the box of a system.
func (d *sketch) system(hall string, kind power.Kind, s power.SystemState, x, y int, halls []string) box {
	l := d.L
	title := l.Kind(kind)
	if s.Name != "" {
		title += " " + s.Name
	}
	b := placed(box{ID: "box-" + url.PathEscape(hall+"/"+string(kind)+"/"+s.Name), Title: title, Modules: d.modules(hall, kind, s), Load: l.T("line.load", "load", l.KW(s.LoadKW), "rating", l.KW(s.RatingKW))}, x, y)
	switch {
	case s.Over:
		b.mark("over")
	case s.Out && !s.Live:
		b.mark("out")
	case !s.Live:
		b.mark("dead")
	case s.Out:
		b.mark("part")
	}
	if s.Out {
		b.Struck = fmt.Sprintf("M%d %dL%d %d", x, y+boxHeight, x+boxWidth, y)
	}
	if s.RatingKW > 0 {
		b.Rated, b.Used = true, min(b.Bar, int(float64(b.Bar)*float64(s.LoadKW/s.RatingKW)+0.5))
	}
	b.Halls = strings.Join(halls, ", ")
	return b
}

// linked gives a box its words for those who do not see it, and the link that
// takes the system out or, where that is what failed, puts it back.
func (d *sketch) linked(b box, hall string, kind power.Kind, s power.SystemState, feeds []planner.Feed) box {
	b.Label = strings.Join([]string{b.Title, b.Modules, b.Load}, " ") // as it is seen
	if b.Halls != "" {
		b.Label = b.Halls + ": " + b.Label
	}
	if b.Class != "" {
		b.Label += ", " + d.L.T("line.class."+b.Class)
	}
	f := failureOf(d.view.State.Failures, hall, kind, s.Name)
	if kind == power.Feed && len(feeds) > 0 {
		f = feedFailure(d.view.State.Failures, feeds[0].Name)
	}
	if f == nil {
		return b
	}
	b.Href = d.choose("failure", f.ID)
	if chosen := d.view.State.Failure; chosen != nil && chosen.ID == f.ID {
		b.Href, b.Chosen = d.choose("failure", ""), true
	}
	return b
}

// feedText names the feeds of a system, or says their number where they are
// more than one.
func (d *sketch) feedText(feeds []planner.Feed) string {
	switch len(feeds) {
	case 0:
		return d.L.T("line.no_feed")
	case 1:
		return feeds[0].Name + ", " + ratingText(d.L, feeds[0].Rating)
	}
	names := make([]string, len(feeds))
	for i, feed := range feeds {
		names[i] = feed.Name
	}
	return strings.Join(names, ", ")
}

// modules is the modules of a system and the rating of each; of those a
// failure took a part of, how many are left.
func (d *sketch) modules(hall string, kind power.Kind, s power.SystemState) string {
	l, site := d.L, siteIn(d.view.Plan.Document, d.view.Site)
	train := site.Plant
	if hall != "" {
		train = hallIn(site, hall).Train
	}
	all := s.Modules
	for _, before := range d.before(hall, kind) {
		if before.Name == s.Name {
			all = before.Modules
		}
	}
	rating := ratingText(l, stageIn(train, kind).Rating)
	if all != s.Modules {
		return l.T("line.modules.left", "left", l.Int(s.Modules), "count", l.Int(all), "rating", rating)
	}
	return l.T("line.modules", "count", l.Int(all), "rating", rating)
}

func ratingText(l *locales.Locale, r planner.Rating) string {
	if r.RatingKVA > 0 {
		return l.Number(float64(r.RatingKVA), 0) + " kVA"
	}
	return l.KW(r.RatingKW) + " kW"
}

// taken lists the events by which a click on a system takes it out, the first
// that the plan has before the others.
var taken = []power.Event{power.SystemOut, power.ModuleOut, power.BusOut}

// failureOf is the failure that a click on a system chooses; nil where there is
// none.
func failureOf(failures []power.Failure, hall string, kind power.Kind, system string) *power.Failure {
	for _, event := range taken {
		at := slices.IndexFunc(failures, func(f power.Failure) bool {
			return f.Event == event && f.Kind == kind && f.Hall == hall && f.System == system
		})
		if at >= 0 {
			return &failures[at]
		}
	}
	return nil
}

func feedFailure(failures []power.Failure, name string) *power.Failure {
	at := slices.IndexFunc(failures, func(f power.Failure) bool { return f.Event == power.FeedLost && f.Name == name })
	if at < 0 {
		return nil
	}
	return &failures[at]
}
