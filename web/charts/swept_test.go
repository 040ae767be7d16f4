package charts_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/charts"

	"github.com/google/go-cmp/cmp"
)

// columnsOf are measures of a plan by their names.
func columnsOf(t testing.TB, names ...string) []compare.Measure {
	t.Helper()
	list := make([]compare.Measure, len(names))
	for i, name := range names {
		var err error
		if list[i], err = compare.ParseMeasure(name); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

func numbered(values ...float64) []compare.Value {
	list := make([]compare.Value, len(values))
	for i, v := range values {
		list[i] = compare.Value{Kind: compare.Number, Number: v}
	}
	return list
}

// sweptOf is a sweep of one axis whose variants have the measures given.
func sweptOf(t testing.TB, names []string, results ...[]compare.Value) charts.Swept {
	t.Helper()
	s := charts.Swept{
		Axes: []compare.Axis{{Paths: []string{"exchange_rates/0/krw"}}}, Titles: []string{"Rate"},
		Columns: columnsOf(t, names...), Base: results[0], Link: "/compare?variant=",
	}
	for i, r := range results {
		s.Variants = append(s.Variants, compare.Variant{Index: i, Values: []string{fmt.Sprint(1000 + i)}, Results: r})
	}
	return s
}

// scatter is the option of a Pareto chart.
type scatter struct {
	XAxis, YAxis []struct {
		Type string
		Data []string
	}
	Series []struct {
		Name, Type, Symbol string
		Data               []struct {
			Value      []any
			SymbolSize int
		}
		MarkLine struct{ Data []map[string]any }
	}
}

func scatterOf(t testing.TB, c charts.Chart, err error) scatter {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var o scatter
	if err := json.Unmarshal(c.Option, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// indicesIn lists the variants of the series of a name and type.
func (o scatter) indicesIn(name, kind string) (list []int) {
	for _, s := range o.Series {
		for _, d := range s.Data {
			if s.Name == name && s.Type == kind {
				list = append(list, int(d.Value[2].(float64)))
			}
		}
	}
	return list
}

// Of five variants 1 costs less and 3 powers more than all that cost as much:
// none beats 1, 3 and 4; 0 is beaten by 3 and 2 by 1.
func TestParetoDrawsTheFront(t *testing.T) {
	l := english(t)
	names := []string{"forecast_krw", "usable_it_kw"}
	s := sweptOf(t, names, numbered(450e9, 20000), numbered(400e9, 18000), numbered(410e9, 17000), numbered(440e9, 21000), numbered(460e9, 22000))
	values := make([][]compare.Value, len(s.Variants))
	for i, v := range s.Variants {
		values[i] = v.Results
	}
	s.Front = compare.Front(values, []compare.Direction{s.Columns[0].Better, s.Columns[1].Better})
	c, err := s.Pareto(names, l)
	o := scatterOf(t, c, err)
	if got := o.indicesIn("beaten by none", "scatter"); !slices.Equal(got, []int{1, 3, 4}) {
		t.Errorf("front %v", got)
	}
	if got := o.indicesIn("beaten by none", "line"); !slices.Equal(got, []int{1, 3, 4}) {
		t.Errorf("the line joins %v", got)
	}
	if got := o.indicesIn("beaten by another", "scatter"); !slices.Equal(got, []int{0, 2}) {
		t.Errorf("others %v", got)
	}
	if got := o.indicesIn("the plan as it is", "scatter"); !slices.Equal(got, []int{-1}) {
		t.Errorf("plan %v", got)
	}
	if want := "3 of 5 variants are beaten by no other"; !strings.HasPrefix(c.Label, want) {
		t.Errorf("label %q", c.Label)
	}
	for _, series := range o.Series {
		for _, d := range series.Data {
			i := int(d.Value[2].(float64))
			if want := s.Variants[max(i, 0)].Results; d.Value[0] != want[0].Number || d.Value[1] != want[1].Number {
				t.Errorf("variant %d is drawn at %v", i, d.Value[:2])
			}
		}
	}
}

// The table has the first of the front, with what the sweep told, and says how
// many there are.
func TestParetoTableIsTheFront(t *testing.T) {
	names := []string{"forecast_krw", "usable_it_kw"}
	var results [][]compare.Value
	for i := range 500 {
		results = append(results, numbered(4e11+float64(i%97)*1e9, float64(15000+i%89)))
	}
	s := sweptOf(t, names, results...)
	for i := range 300 {
		s.Front = append(s.Front, i) // more than the table shows
	}
	c, err := s.Pareto(names, english(t))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(c.Table.Rows); n != 200 {
		t.Errorf("the table shows %d", n)
	}
	if !strings.Contains(c.Note, "200 of the 300") {
		t.Errorf("note %q", c.Note)
	}
	seen := map[int]bool{}
	for _, row := range c.Data().Rows {
		i := row[0].(int)
		want := []any{i, s.Variants[i].Values[0], results[i][0].Number, results[i][1].Number}
		if diff := cmp.Diff(want, row); diff != "" || seen[i] || i >= 300 {
			t.Fatalf("variant %d (-told +data):\n%s", i, diff)
		}
		seen[i] = true
	}
}

// Of 10,000 variants 3,000 of those that are beaten are drawn, the first among
// them, and all that none beats; the page says so.
func TestParetoThinsWhatIsBeaten(t *testing.T) {
	names := []string{"forecast_krw", "usable_it_kw"}
	results := make([][]compare.Value, compare.MaxVariants)
	for i := range results {
		results[i] = numbered(float64(i), float64(-i))
	}
	s := sweptOf(t, names, results...)
	s.Front = []int{5, 9999}
	c, err := s.Pareto(names, english(t))
	o := scatterOf(t, c, err)
	if front, others := o.indicesIn("beaten by none", "scatter"), o.indicesIn("beaten by another", "scatter"); len(front) != 2 || len(others) != 3000 || others[0] != 0 || others[2999] < 9990 {
		t.Errorf("%d and %d are drawn", len(front), len(others))
	}
	if !strings.Contains(c.Note, "3,000 of the 9,998") || !c.Canvas {
		t.Errorf("note %q", c.Note)
	}
	if len(c.Option) > 400_000 {
		t.Errorf("the option has %d bytes", len(c.Option))
	}
}

// Tiers stand in their order along an axis, months are counted, a third measure
// sets the size, and limits are lines. A variant without a month is told.
func TestParetoOfMonthsAndTiers(t *testing.T) {
	l := english(t)
	month := func(text string) compare.Value {
		var m planner.Month
		if err := m.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		return compare.Value{Kind: compare.MonthValue, Number: float64(m), Text: text}
	}
	tier := func(rank float64, name string) compare.Value {
		return compare.Value{Kind: compare.TierValue, Number: rank, Text: name}
	}
	names := []string{"energised", "tier_achieved", "usable_it_kw"}
	s := sweptOf(t, names,
		[]compare.Value{month("2024-06"), tier(3, "III"), numbered(100)[0]},
		[]compare.Value{month("2024-01"), tier(1, "I"), numbered(300)[0]},
		[]compare.Value{{}, tier(2, "II"), numbered(200)[0]},
	)
	limit, err := compare.ParseCondition("energised <= 2024-03")
	if err != nil {
		t.Fatal(err)
	}
	s.Limits = []compare.Condition{limit}
	c, err := s.Pareto(names, l)
	o := scatterOf(t, c, err)
	if !slices.Equal(o.YAxis[0].Data, []string{"I", "II", "III"}) || o.YAxis[0].Type != "category" || o.XAxis[0].Type != "value" {
		t.Errorf("axes %+v %+v", o.XAxis, o.YAxis)
	}
	sizes := map[int]int{}
	for _, d := range o.Series[0].Data {
		sizes[int(d.Value[2].(float64))] = d.SymbolSize
	}
	if len(sizes) != 2 || sizes[0] >= sizes[1] {
		t.Errorf("sizes %v", sizes)
	}
	if mark := o.Series[0].MarkLine.Data; len(mark) != 1 || mark[0]["xAxis"] != float64(2024*12+2) || mark[0]["name"] != "<= 2024-03" {
		t.Errorf("limits %v", mark)
	}
	if !strings.Contains(c.Note, "1 variants lack") || !strings.Contains(c.Legend[len(c.Legend)-1].Title, "100 to 300") {
		t.Errorf("note %q, legend %+v", c.Note, c.Legend)
	}
}

// Bars go from the plan to the least and the most, the widest axis first, each
// with the value that does it; what moves nothing is in the table alone.
func TestTornadoDrawsWhatMoves(t *testing.T) {
	l := english(t)
	s := sweptOf(t, []string{"forecast_krw"}, numbered(450e9))
	s.Axes = []compare.Axis{{Paths: []string{"exchange_rates/0/krw"}}, {Name: "start"}, {Name: "name"}}
	s.Titles = []string{"Rate", "Start", "Name"}
	value := func(v float64) compare.Value { return numbered(v)[0] }
	bars := []compare.Tornado{
		{Column: "forecast_krw", Axis: "start", Base: value(450e9), Low: value(450e9), High: value(452e9), HighAt: "2023-01", Spread: 2e9},
		{Column: "forecast_krw", Axis: "name", Base: value(450e9), Low: value(450e9), High: value(450e9)},
		{Column: "forecast_krw", Axis: "exchange_rates/0/krw", Base: value(450e9), Low: value(447e9), High: value(451e9), LowAt: "1274", HighAt: "155720", Spread: 4e9},
		{Column: "usable_it_kw", Axis: "start", Base: value(1), Low: value(0), High: value(2), Spread: 2},
	}
	c, err := s.Tornado(bars, "forecast_krw", l)
	if err != nil {
		t.Fatal(err)
	}
	var o struct {
		XAxis  []struct{ Min, Max, MinInterval float64 }
		YAxis  []struct{ Data []string }
		Series []struct {
			Data []struct {
				Value []any
				Label *struct{ Formatter string }
			}
		}
	}
	if err := json.Unmarshal(c.Option, &o); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(o.YAxis[0].Data, []string{"Rate", "Start"}) {
		t.Errorf("axes %v", o.YAxis[0].Data)
	}
	low, high := o.Series[0].Data, o.Series[1].Data
	if low[0].Value[0] != -3e9 || high[0].Value[0] != 1e9 || low[1].Value[0] != 0.0 || high[1].Value[0] != 2e9 {
		t.Errorf("low %v, high %v", low, high)
	}
	if low[0].Label.Formatter != "1274" || high[0].Label.Formatter != "155,720" || low[1].Label != nil || high[1].Label.Formatter != "2023-01" {
		t.Errorf("labels %+v %+v", low, high)
	}
	x := o.XAxis[0]
	if x.Min > -3e9 || x.Max < 2e9 || math.Mod(x.Min, x.MinInterval) != 0 || math.Mod(x.Max, x.MinInterval) != 0 {
		t.Errorf("the axis goes from %v to %v in steps of %v", x.Min, x.Max, x.MinInterval)
	}
	if !strings.Contains(c.Label, "Rate moves it most, from 447,000 to 451,000 M won") || !strings.Contains(c.Note, "1 of the inputs") {
		t.Errorf("%q %q", c.Label, c.Note)
	}
	want := [][]any{
		{"exchange_rates/0/krw", "1274", 447e9, 450e9, 451e9, "155720", 4e9},
		{"start", "", 450e9, 450e9, 452e9, "2023-01", 2e9},
		{"name", "", 450e9, 450e9, 450e9, "", 0.0},
	}
	if diff := cmp.Diff(want, c.Data().Rows); diff != "" {
		t.Errorf("(-told +data):\n%s", diff)
	}
	if charts.Moves(bars[1:2], "forecast_krw") || !charts.Moves(bars, "forecast_krw") {
		t.Error("what moves is not told from what does not")
	}
}

// Colours and functions of the charts of a sweep are known, and names that look
// like them stay texts.
func TestSweptChartsNameWhatThereIs(t *testing.T) {
	names := []string{"forecast_krw", "usable_it_kw"}
	s := sweptOf(t, names, numbered(1, 2), numbered(2, 3))
	s.Titles = []string{"@won"}
	s.Front = []int{0, 1}
	pareto, err := s.Pareto(names, english(t))
	if err != nil {
		t.Fatal(err)
	}
	tornado, err := s.Tornado([]compare.Tornado{{Column: "forecast_krw", Axis: "exchange_rates/0/krw", Base: numbered(1)[0], Low: numbered(0)[0], High: numbered(2)[0], Spread: 2}}, "forecast_krw", english(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []charts.Chart{pareto, tornado} {
		palette, used, err := c.Names()
		if err != nil || len(palette) == 0 || len(used) == 0 {
			t.Fatalf("%s: %v", c.Name, err)
		}
		for name, shade := range palette {
			if shade.Light == "" || shade.Dark == "" {
				t.Errorf("%s: the colour %s is none", c.Name, name)
			}
		}
		for _, f := range used {
			if f.What == "" {
				t.Errorf("%s: nothing says what %s does", c.Name, f.Name)
			}
		}
		if !strings.Contains(string(c.Option), "@won") {
			t.Errorf("%s: the title is gone", c.Name)
		}
	}
}

func BenchmarkPareto(b *testing.B) {
	names := []string{"forecast_krw", "usable_it_kw"}
	results := make([][]compare.Value, compare.MaxVariants)
	for i := range results {
		results[i] = numbered(float64(i%977), float64(i%1009))
	}
	s := sweptOf(b, names, results...)
	s.Front = []int{1, 2, 3}
	l := english(b)
	for b.Loop() {
		if _, err := s.Pareto(names, l); err != nil {
			b.Fatal(err)
		}
	}
}
