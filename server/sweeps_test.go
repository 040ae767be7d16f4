package server

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"buildout/planner"
	"buildout/planner/compare"
)

// sweepOf is a body that varies the first example's budget n times.
func sweepOf(n int) string {
	return fmt.Sprintf(`{"plan":{"plan":"1"},"vary":[{"paths":["budget/total_krw"],"from":"400000000000","to":"%d","step":1000000}],"columns":["total_krw","forecast_krw"]}`, 400_000_000_000+(n-1)*1_000_000)
}

// twoAxes varies a UPS and the discount rate, and asks for those that none beats.
const twoAxes = `{"plan":{"plan":"two-sites-460"},"vary":[{"paths":["sites/ansan/halls/DH-1/ups/arrangement"],"values":["N","N+1","2N"]},
	{"name":"rate","paths":["values/assumptions.discount_rate"],"from":"0.05","to":"0.09","count":3}],
	"columns":["forecast_krw","npv_krw","tier_achieved"],"pareto":["forecast_krw","npv_krw"]}`

// recordBody is a line of a sweep as the tests read it.
type recordBody struct {
	Head *struct {
		Variants int
		Axes     []string
		Columns  []struct{ Name string }
	}
	Variant *struct {
		Index   int
		Values  []string
		Results []any
		Faults  []planner.Fault
	}
	Progress *compare.SweepProgress
	End      *struct {
		compare.SweepProgress
		Pareto []int
	}
	Problem *problemBody
}

// linesOf reads the records of a sweep.
func linesOf(t testing.TB, body io.Reader) (list []recordBody) {
	t.Helper()
	for decoder := json.NewDecoder(body); ; {
		var r recordBody
		switch err := decoder.Decode(&r); {
		case errors.Is(err, io.EOF):
			return list
		case err != nil:
			t.Fatal(err)
		}
		list = append(list, r)
	}
}

func TestSweepTellsEveryVariant(t *testing.T) {
	h := newHouse(t)
	w := h.want(200, "POST", "/api/v1/sweeps", twoAxes, "Content-Type", asJSON)
	if got := w.Header().Get("Content-Type"); got != mediaNDJSON {
		t.Errorf("Content-Type %q", got)
	}
	list := linesOf(t, w.Body)
	head, end := list[0].Head, list[len(list)-1].End
	if head == nil || end == nil || head.Variants != 9 || end.Done != 9 || strings.Join(head.Axes, " ") != "sites/ansan/halls/DH-1/ups/arrangement rate" {
		t.Fatalf("from %+v to %+v", head, end)
	}
	var asked SweepRequest
	if err := json.Unmarshal([]byte(twoAxes), &asked); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, r := range list {
		if r.Variant == nil {
			continue
		}
		plan, err := h.evaluator().VariantAt(shipped().examples[0], asked.Sweep, r.Variant.Index)
		if err != nil {
			t.Fatal(err)
		}
		result, err := planner.Evaluate(plan, h.Reference)
		if err != nil {
			t.Fatal(err)
		}
		if r.Variant.Index != seen || r.Variant.Results[0] != float64(result.Budget.ForecastKRW) || r.Variant.Results[1] != float64(result.Worth.NPVKRW) {
			t.Errorf("variant %d is %+v, want %d and %d won", seen, r.Variant, result.Budget.ForecastKRW, result.Worth.NPVKRW)
		}
		seen++
	}
	if seen != 9 || len(end.Pareto) == 0 {
		t.Errorf("%d variants, of which none beats %v", seen, end.Pareto)
	}
	head2, rows := records(t, h.want(200, "POST", "/api/v1/sweeps", twoAxes, "Content-Type", asJSON, "Accept", "text/csv"))
	if got := strings.Join(head2, ","); got != "index,sites/ansan/halls/DH-1/ups/arrangement,rate,forecast_krw,npv_krw,tier_achieved,faults,pareto" || len(rows) != 9 {
		t.Fatalf("%d rows of %s", len(rows), got)
	}
	unbeaten := []int{}
	for _, row := range rows {
		if row[7] == "true" {
			index, _ := strconv.Atoi(row[0])
			unbeaten = append(unbeaten, index)
		}
	}
	if fmt.Sprint(unbeaten) != fmt.Sprint(end.Pareto) {
		t.Errorf("the table marks %v, the records %v", unbeaten, end.Pareto)
	}
}

// TestSweepAsTable holds a table without Pareto set against the records.
func TestSweepAsTable(t *testing.T) {
	h := newHouse(t)
	body := strings.Replace(sweepOf(5), `"vary":[`, `"vary":[{"paths":["sites/ansan/feeds/main/available"],"values":["2023-06","2030-10"]},`, 1)
	var want []string
	for _, r := range linesOf(t, h.want(200, "POST", "/api/v1/sweeps", body, "Content-Type", asJSON).Body) {
		if v := r.Variant; v != nil {
			row := []string{strconv.Itoa(v.Index), v.Values[0], v.Values[1], "", ""}
			for i, value := range v.Results {
				row[3+i] = strconv.FormatFloat(value.(float64), 'f', -1, 64)
			}
			want = append(want, strings.Join(row, " "))
		}
	}
	head, rows := records(t, h.want(200, "POST", "/api/v1/sweeps", body, "Content-Type", asJSON, "Accept", "text/csv"))
	if len(head) != 6 || len(rows) != 10 || len(want) != 10 {
		t.Fatalf("%d rows of %v", len(rows), head)
	}
	for i, row := range rows {
		if got := strings.Join(row[:5], " "); got != want[i] {
			t.Errorf("row %d is %s, want %s", i, got, want[i])
		}
	}
}

// open sends a sweep to a server that listens, and returns the answer when it
// begins.
func open(t testing.TB, h *house, ctx context.Context, body string, headers ...string) *http.Response {
	t.Helper()
	listener := httptest.NewServer(h)
	t.Cleanup(listener.Close)
	r, err := http.NewRequestWithContext(ctx, "POST", listener.URL+"/api/v1/sweeps", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", asJSON)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response
}

// hold takes all processors of a server; what it returns gives them back.
func (h *house) hold() (free func()) {
	for range cap(h.slots) {
		h.slots <- struct{}{}
	}
	return func() {
		for range cap(h.slots) {
			<-h.slots
		}
	}
}

// TestSweepIsSentWhileItIsWorkedOut reads the head, compressed or not, while no
// variant can be evaluated.
func TestSweepIsSentWhileItIsWorkedOut(t *testing.T) {
	for _, coding := range []string{"identity", "gzip"} {
		h := newHouse(t)
		free := h.hold()
		response := open(t, h, t.Context(), twoAxes, "Accept-Encoding", coding)
		if coding == "gzip" {
			if got := response.Header.Get("Content-Encoding"); got != "gzip" {
				t.Errorf("Content-Encoding %q", got)
			}
			var b [10]byte
			if n, err := io.ReadFull(response.Body, b[:]); err != nil || n != 10 {
				t.Errorf("%d bytes while variants wait: %v", n, err)
			}
			free()
			continue
		}
		body := bufio.NewReader(response.Body)
		line, err := body.ReadString('\n')
		if err != nil || !strings.HasPrefix(line, `{"head":`) {
			t.Fatalf("while variants wait: %q, %v", line, err)
		}
		free()
		if rest := linesOf(t, body); rest[len(rest)-1].End == nil {
			t.Error("no end")
		}
	}
}

func TestSweepEndsWithItsClient(t *testing.T) {
	h := newHouse(t)
	ctx, leave := context.WithCancel(t.Context())
	response := open(t, h, ctx, sweepOf(compare.MaxVariants))
	body := bufio.NewReader(response.Body)
	for range 2 {
		if _, err := body.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	leave()
	stopped, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for range cap(h.sweeps) { // all can be had when none is held
		select {
		case h.sweeps <- struct{}{}:
		case <-stopped.Done():
			t.Fatal("the sweep goes on")
		}
	}
	h.hold()
	evaluated := 0
	for line := range strings.Lines(h.want(200, "GET", "/metrics", "").Body.String()) {
		if rest, ok := strings.CutPrefix(line, `buildout_evaluations_total{outcome="result"} `); ok {
			evaluated, _ = strconv.Atoi(strings.TrimSpace(rest))
		}
	}
	if evaluated == 0 || evaluated > compare.MaxVariants/2 {
		t.Errorf("%d variants were evaluated for a client that read one", evaluated)
	}
}

func TestPagesAreAnsweredBesideASweep(t *testing.T) {
	h := newHouse(t)
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	response := open(t, h, ctx, sweepOf(compare.MaxVariants))
	ended := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, response.Body)
		ended <- err
	}()
	for i := range 5 {
		h.want(200, "POST", evaluationOfFirst, fmt.Sprintf(`{"changes":[{"path":"budget/total_krw","value":"%d"}]}`, i+1), "Content-Type", asJSON)
	}
	select {
	case err := <-ended:
		t.Errorf("the sweep of 10,000 variants was over first: %v", err)
	default:
	}
	leave()
	<-ended
}

func TestSweepsAreBounded(t *testing.T) {
	h := newHouse(t)
	for range cap(h.sweeps) {
		h.sweeps <- struct{}{}
	}
	w := h.want(503, "POST", "/api/v1/sweeps", twoAxes, "Content-Type", asJSON)
	p := decode[struct{ Type string }](t, w.Body)
	if w.Header().Get("Retry-After") == "" || p.Type != "urn:buildout:limit:sweeps" {
		t.Errorf("one more than there are processors: %v %+v", w.Header(), p)
	}
	<-h.sweeps
	h.want(200, "POST", "/api/v1/sweeps", twoAxes, "Content-Type", asJSON)
}

// TestSweepThatIsBrokenOffSaysSo lets a sweep take too long after it began.
func TestSweepThatIsBrokenOffSaysSo(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.SweepTimeout = 300 * time.Millisecond })
	defer h.hold()()
	list := linesOf(t, open(t, h, t.Context(), twoAxes).Body)
	last := list[len(list)-1]
	if list[0].Head == nil || last.End != nil || last.Problem == nil || last.Problem.Status != 422 || last.Problem.Title != "Sweep Too Long" ||
		!strings.Contains(last.Problem.Detail, "300ms") || !strings.HasPrefix(last.Problem.Instance, "urn:request:") {
		t.Errorf("it ends with %+v", last)
	}
	// In a table there is no such line: its body is cut off.
	response := open(t, h, t.Context(), strings.Replace(twoAxes, `,"pareto":["forecast_krw","npv_krw"]`, "", 1), "Accept", "text/csv")
	if _, err := io.ReadAll(response.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a table that was broken off ends with %v", err)
	}
	if strings.Contains(h.log.String(), `"stack":`) {
		t.Errorf("a panic is logged: %s", h.log)
	}
}

// TestSweepOutlivesTheTimeOfARequest takes longer than a request may.
func TestSweepOutlivesTheTimeOfARequest(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.RequestTimeout = 100 * time.Millisecond })
	address, stop, stopped := h.serve()
	free := h.hold()
	response, err := http.Post("http://"+address+"/api/v1/sweeps", asJSON, strings.NewReader(twoAxes))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	<-time.After(400 * time.Millisecond) // four times what a request may take
	free()
	if list := linesOf(t, response.Body); list[len(list)-1].End == nil {
		t.Errorf("it ends with %+v", list[len(list)-1])
	}
	stop()
	<-stopped
}

func TestWrongSweeps(t *testing.T) {
	h := newHouse(t)
	vary := `"vary":[{"paths":["budget/total_krw"],"values":["1","2"]}]`
	for body, want := range map[string][2]string{
		`{` + vary + `}`: {"/plan", ""},
		`{"plan":{"plan":"two-sites-46O"},` + vary + `}`:                                                 {"/plan/plan", "did you mean two-sites-460?"},
		`{"plan":{"plan":"1@2"},` + vary + `}`:                                                           {"/plan/revision", "it has 1"},
		`{"plan":{"plan":"1"}}`:                                                                          {"/vary", ""},
		`{"plan":{"plan":"1"},"vary":[]}`:                                                                {"/vary", ""},
		`{"plan":{"plan":"1"},"vary":[{"paths":["budget/totl_krw"],"values":["1"]}]}`:                    {"/vary/0/paths/0", "total_krw"},
		`{"plan":{"plan":"1"},"vary":[{"paths":["budget/total_krw"],"values":["many"]}]}`:                {"/vary/0/values/0", ""},
		`{"plan":{"plan":"1"},"vary":[{"paths":["budget/total_krw"],"from":"1","to":"10001","step":1}]}`: {"/vary", "at most 10000 variants"},
		`{"plan":{"plan":"1"},` + vary + `,"columns":["forcast_krw"]}`:                                   {"/columns/0", "did you mean forecast_krw?"},
		`{"plan":{"plan":"1"},` + vary + `,"where":["forecast_krw <> 1"]}`:                               {"/where/0", ""},
		`{"plan":{"plan":"1"},` + vary + `,"pareto":["forecast_krw"]}`:                                   {"/pareto", ""},
		`{"plan":{"plan":"1"},` + vary + `,"method":"random"}`:                                           {"/method", ""},
		`{"plan":{"plan":"1"},` + vary + `,"colour":"red"}`:                                              {"/colour", ""},
		`{"plan":{"document":{"name":"x"}},` + vary + `}`:                                                {"/plan/document", ""},
	} {
		p := h.wantProblem(422, "POST", "/api/v1/sweeps", body, "Content-Type", asJSON)
		if len(p.Errors) == 0 || !strings.HasPrefix(p.Errors[0].Location, want[0]) || !strings.Contains(p.Errors[0].Message, want[1]) {
			t.Errorf("%.120s: %+v, want a fault at %s", body, p.Errors, want[0])
		}
	}
	h.wantProblem(415, "POST", "/api/v1/sweeps", twoAxes, "Content-Type", "text/csv")
	if n := len(h.sweeps); n != 0 {
		t.Errorf("%d sweeps go on", n)
	}
}

// A variant that is no plan has its faults, and the others go on.
func TestVariantThatIsNoPlan(t *testing.T) {
	h := newHouse(t)
	body := `{"plan":{"plan":"1"},"vary":[{"paths":["horizon/months"],"values":[120,0,100]}],"columns":["forecast_krw"]}`
	list := linesOf(t, h.want(200, "POST", "/api/v1/sweeps", body, "Content-Type", asJSON).Body)
	for _, r := range list {
		if v := r.Variant; v != nil && (v.Index == 1) != (len(v.Faults) > 0) {
			t.Errorf("variant %d: %+v", v.Index, v.Faults)
		}
	}
	if end := list[len(list)-1].End; end == nil || end.Done != 3 || end.Faulty != 1 {
		t.Errorf("it ends with %+v", end)
	}
}

// BenchmarkSweep varies the example over HTTP.
func BenchmarkSweep(b *testing.B) {
	h := newHouse(b)
	listener := httptest.NewServer(h)
	b.Cleanup(listener.Close)
	const variants = 1000
	for _, accept := range []string{mediaNDJSON, mediaCSV} {
		b.Run(accept, func(b *testing.B) {
			for b.Loop() {
				r, err := http.NewRequest("POST", listener.URL+"/api/v1/sweeps", strings.NewReader(sweepOf(variants)))
				if err != nil {
					b.Fatal(err)
				}
				r.Header.Set("Content-Type", asJSON)
				r.Header.Set("Accept", accept)
				response, err := http.DefaultClient.Do(r)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode != 200 {
					b.Fatalf("%s: %v", response.Status, err)
				}
				response.Body.Close()
			}
			b.ReportMetric(float64(b.N*variants)/b.Elapsed().Seconds(), "variants/s")
		})
	}
}
