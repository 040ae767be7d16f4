package pages

import (
	"net/url"
	"strings"

	"buildout/planner"
	"buildout/web/charts"
	"buildout/web/locales"
)

// ExplainKey is the part of a query that asks for the explanation of figures:
// the first that was asked for, then each that led on from it, the last of
// which is explained.
const ExplainKey = "explain"

// BelowKey is the part of a query that asks for all the figures that one sums.
const BelowKey = "below"

// mostBelow is how many of the figures that one sums are listed at first, and
// mostTrail how many figures the way back names.
const (
	mostBelow = 50
	mostTrail = 12
)

// Explained is a figure that a request asks for.
type Explained struct {
	Explanation planner.Explanation
	Fault       string // why it cannot be explained; empty where it can
}

// explainPanel says where a figure comes from.
type explainPanel struct {
	Figure        string
	Trail         string // figures that led to it and itself, one a line
	Title, Where  string
	Value, Unit   string
	Exact         string // of won, to the won; empty where Value is
	Basis         basisMark
	Rule, Formula string
	Operands      []operandLine
	Below         []operandLine
	More          string // says how many lines below were left out
	MoreHref      string
	Source        string
	Back          []choice
	Close         string
	Fault         string
}

// basisMark says on what a number rests, in a mark and a word.
type basisMark struct{ Mark, Word, Class string }

type operandLine struct {
	Title, Key  string
	Value, Unit string
	Basis       basisMark
	Source      string
	Href        string
}

// explainLink is the address that explains a figure of the page, but for the
// name of the figure, which stands at its end.
func (v planPage) explainLink() string {
	query := v.Frame.keep(append([]string{"set", "base"}, KeptKeys...)...)
	link := "?" + query.Encode()
	if len(query) > 0 {
		link += "&"
	}
	return link + ExplainKey + "="
}

// explained is the address of the page with the explanation of the last of the
// figures; without one where there are none.
func (v planPage) explained(trail []string, below string) string {
	query := v.Frame.keep(append([]string{"set", "base"}, KeptKeys...)...)
	if len(trail) > mostTrail {
		trail = trail[len(trail)-mostTrail:]
	}
	for _, figure := range trail {
		query.Add(ExplainKey, figure)
	}
	if below != "" {
		query.Set(BelowKey, below)
	}
	return address(v.Frame.Path, query)
}

// explainPanel is the panel of a figure that is asked for.
func (v planPage) explainPanel(e *Explained) *explainPanel {
	x := explainer{l: v.L, result: v.Plan.Result, link: v.explained}
	return x.panel(v.Frame, e)
}

// explainer says where figures of a result come from. link is the address of the
// page with the explanation of the last of the figures; without one where there
// are none.
type explainer struct {
	l      *locales.Locale
	result planner.Result
	link   func(trail []string, below string) string
}

// panel is the panel of the figure that a request asks for.
func (x explainer) panel(f Frame, e *Explained) *explainPanel {
	trail := f.keep(ExplainKey)[ExplainKey]
	if e == nil || len(trail) == 0 {
		return nil
	}
	l, of := x.l, e.Explanation
	p := &explainPanel{
		Figure: trail[len(trail)-1], Trail: strings.Join(trail, "\n"), Close: x.link(nil, ""), Fault: e.Fault,
		Formula: of.Formula, Source: of.Source, Basis: basisOf(l, of.Basis),
	}
	p.Title, p.Where = l.FigureTitle(x.result, p.Figure)
	if !of.Title.IsZero() {
		p.Where = strings.TrimPrefix(strings.Replace(" · "+p.Where, " · "+l.Text(of.Title, ""), "", 1)+" · "+l.Text(of.Title, ""), " · ")
	}
	for i := range trail[:len(trail)-1] {
		title, _ := l.FigureTitle(x.result, trail[i])
		p.Back = append(p.Back, choice{Name: trail[i], Title: title, Href: x.link(trail[:i+1], "")})
	}
	if e.Fault != "" {
		return p
	}
	p.Value, p.Unit = l.Figure(of.Value, of.Text, of.Unit)
	if of.Unit == "KRW" && of.Text == "" && l.Unit != "won" {
		p.Exact = l.T("explain.exact", "won", l.Number(of.Value, 0))
	}
	if key := "explain.rule." + of.Rule; l.Has(key) {
		p.Rule = l.T(key)
	}
	for _, o := range of.Operands {
		p.Operands = append(p.Operands, x.operandLine(trail, o))
	}
	below := of.Below
	if len(below) > mostBelow && f.Query.Get(BelowKey) != "all" {
		p.More, p.MoreHref = l.T("explain.more", "number", l.Int(len(below)-mostBelow)), x.link(trail, "all")
		below = below[:mostBelow]
	}
	for _, o := range below {
		p.Below = append(p.Below, x.operandLine(trail, o))
	}
	return p
}

func (x explainer) operandLine(trail []string, o planner.Operand) operandLine {
	line := operandLine{Key: o.Name, Source: o.Source, Basis: basisOf(x.l, o.Basis)}
	line.Value, line.Unit = x.l.Figure(o.Value, o.Text, o.Unit)
	line.Title = x.l.Text(o.Title, x.l.OperandName(x.result, o.Name))
	if o.Figure != "" {
		line.Href = x.link(append(trail[:len(trail):len(trail)], o.Figure), "")
	}
	return line
}

func basisOf(l *locales.Locale, kind planner.BasisKind) basisMark {
	b := basisMark{Word: l.T("basis." + string(kind))}
	switch kind {
	case planner.Computed:
		b.Mark, b.Class = "=", "quiet"
	case planner.Published:
		b.Mark, b.Class = "§", "fine"
	case planner.Assumed:
		b.Mark, b.Class = "≈", "near"
	case planner.OfPlan:
		b.Mark, b.Class = "✎", "quiet"
	default:
		b.Word = ""
	}
	return b
}

// explains gives a table the address that explains its figures.
func (v planPage) explains(t charts.Table) charts.Table {
	t.Explain = v.explainLink()
	return t
}

// explainedChart gives a chart's table the same.
func (v planPage) explainedChart(c charts.Chart) charts.Chart {
	c.Table = v.explains(c.Table)
	return c
}

// figurePath joins names to the path of a figure.
func figurePath(names ...string) string {
	for i, name := range names {
		names[i] = escaped(name)
	}
	return strings.Join(names, "/")
}

// span is a part of a sentence; a figure in it leads to its explanation.
type span struct{ Text, Href string }

// spoken is a figure of a sentence: the name it has there, its words, and the
// path that explains it, where one does.
type spoken struct{ name, text, figure string }

// sentence is a text with its figures, each a link.
func (v planPage) sentence(key string, figures ...spoken) []span {
	const cut = "\x00"
	var pairs []any
	for i, f := range figures {
		pairs = append(pairs, f.name, cut+string(rune('A'+i))+cut)
	}
	var spans []span
	for i, text := range strings.Split(v.L.T(key, pairs...), cut) {
		if i%2 == 1 {
			f := figures[text[0]-'A']
			said := span{Text: f.text}
			if f.figure != "" {
				said.Href = v.explainLink() + url.QueryEscape(f.figure)
			}
			spans = append(spans, said)
		} else if text != "" {
			spans = append(spans, span{Text: text})
		}
	}
	return spans
}

// operandList is operands with the title of their list.
type operandList struct {
	Title string
	Lines []operandLine
}

// List is operands to draw under a title.
func (part) List(lines []operandLine, title string) operandList { return operandList{title, lines} }
