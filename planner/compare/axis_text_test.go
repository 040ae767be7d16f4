package compare_test

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner/compare"
)

func TestParseAxis(t *testing.T) {
	paths := func(p ...string) []string { return p }
	for text, want := range map[string]compare.Axis{
		"exchange_rates/0/krw=1300,1400, 1500":             {Paths: paths(usd), Values: []string{"1300", "1400", "1500"}},
		"budget/total_krw=4,400억;4,600억":                   {Paths: paths("budget/total_krw"), Values: []string{"4,400억", "4,600억"}},
		"budget/total_krw=4400억,4600억":                     {Paths: paths("budget/total_krw"), Values: []string{"4400억", "4600억"}},
		"budget/total_krw=4,400억..5,000억/200억":             {Paths: paths("budget/total_krw"), From: "4,400억", To: "5,000억", Step: 2e10},
		"budget/total_krw=4e11..460bn:4":                   {Paths: paths("budget/total_krw"), From: "4e11", To: "460bn", Count: 4},
		"s/start=2022-01..2023-01/3":                       {Paths: paths("s/start"), From: "2022-01", To: "2023-01", Step: 3},
		"exchange_rates/0/krw=1200..1500":                  {Paths: paths(usd), From: "1200", To: "1500"},
		"exchange_rates/0/krw = 1200 .. 1500 / 0.5":        {Paths: paths(usd), From: "1200", To: "1500", Step: 0.5},
		"exchange_rates/0/krw,exchange_rates/1/krw*=0.9,1": {Paths: paths(usd, "exchange_rates/1/krw"), Scale: []float64{0.9, 1}},
		"s/start+=-3,3":                                    {Paths: paths("s/start"), Shift: []float64{-3, 3}},
		"sites/a%2Cb%3D/tier=II,III":                       {Paths: paths("sites/a%2Cb%3D/tier"), Values: []string{"II", "III"}},
		"title/en=a%2Cb,c%3Bd,50%,%2541,e=f,%2E%2E":        {Paths: paths("title/en"), Values: []string{"a,b", "c;d", "50%", "%41", "e=f", ".."}},
		"budget/covers=structure%2C fees,fees":             {Paths: paths("budget/covers"), Values: []string{"structure, fees", "fees"}},
		"USD : exchange_rates/*/krw=1..2/1":                {Name: "USD", Paths: paths("exchange_rates/*/krw"), From: "1", To: "2", Step: 1},
		"a%3Db: s/start+=1":                                {Name: "a=b", Paths: paths("s/start"), Shift: []float64{1}},
		"a:b/c=x: y":                                       {Paths: paths("a:b/c"), Values: []string{"x: y"}},
		"title/en=":                                        {Paths: paths("title/en"), Values: []string{""}},
		"ups/modules=100,200,300":                          {Paths: paths("ups/modules"), Values: []string{"100", "200", "300"}},
	} {
		got, err := compare.ParseAxis(text)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q is read as %+v, %v; want %+v", text, got, err, want)
		}
	}
}

func TestParseAxisRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "an axis is a path and its values",
		"exchange_rates/0/krw":         "an axis is a path and its values",
		"a: =1":                        "an axis is a path and its values",
		"a: b: c=1":                    "an axis is a path and its values",
		"=1,2":                         "an axis is a path and its values",
		"*=1,2":                        "an axis is a path and its values",
		"budget/total_krw=4,600억":      "4,600억 is read as the two values 4 and 600억; write 4600억, or ; after each value",
		"budget/total_krw=460,000,000": "460,000 is read as the two values 460 and 000",
		"a=1..2/x":                     "after / stands the step",
		"a=1..2/0":                     "after / stands the step",
		"a=1..2:2.5":                   "after : stands how many",
		"a=1..2:0":                     "after : stands how many",
		"a=..":                         "a range has two ends",
		"a=1../3":                      "a range has two ends",
		"a*=0.9,x":                     "numbers with commas between",
		"a+=":                          "numbers with commas between",
	} {
		if _, err := compare.ParseAxis(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// TestAxisText holds that an axis is read from its text as it was.
func TestAxisText(t *testing.T) {
	path := rapid.StringMatching(`[a-z0-9가/%2F\-_. ]{0,8}[a-z0-9가_]`)
	value := rapid.OneOf(rapid.StringMatching(`[0-9a-zN+,;=.%/:*2CE억가\-]{0,7}`), rapid.SampledFrom([]string{"600억", "000", "%2C", "..", "a..b", "4,600억"}))
	number := rapid.Custom(func(t *rapid.T) float64 { return float64(rapid.IntRange(-5000, 5000).Draw(t, "x")) / 100 })
	rapid.Check(t, func(t *rapid.T) {
		a := compare.Axis{Paths: rapid.SliceOfN(path, 1, 3).Draw(t, "paths")}
		a.Name = strings.TrimSpace(rapid.StringMatching(`([a-z=:%3AD2C ]{0,6})?`).Draw(t, "name"))
		switch rapid.IntRange(0, 4).Draw(t, "way") {
		case 0:
			a.Values = rapid.SliceOfN(value, 1, 4).Draw(t, "values")
		case 1:
			a.Scale = rapid.SliceOfN(number, 1, 4).Draw(t, "scale")
		case 2:
			a.Shift = rapid.SliceOfN(number, 1, 4).Draw(t, "shift")
		case 3:
			a.From, a.To, a.Step = "2022-01", "4,600억", float64(rapid.IntRange(1, 9999).Draw(t, "step"))/100
		default:
			a.From, a.To, a.Count = "-1.5", "9", rapid.IntRange(0, 9).Draw(t, "count")
		}
		for i := range a.Paths {
			a.Paths[i] = strings.TrimSpace(a.Paths[i])
		}
		got, err := compare.ParseAxis(a.Text())
		if err != nil || !reflect.DeepEqual(got, a) {
			t.Fatalf("%+v is written %q and read as %+v, %v", a, a.Text(), got, err)
		}
	})
}

// FuzzParseAxis holds that what is read is written so that it is read again.
func FuzzParseAxis(f *testing.F) {
	for _, text := range []string{"a/b=1,2", "a,b*=0.5", "a+=-1;2", "a=1..9/2", "a=4,000억..1조:3", "a=4,600억;%2E%2E", "a%2C=%25,%2c", "a: b=1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := compare.ParseAxis(text)
		if err != nil {
			return
		}
		again, err := compare.ParseAxis(a.Text())
		if err != nil || !reflect.DeepEqual(again, a) {
			t.Fatalf("%q is read as %+v, written %q and read as %+v, %v", text, a, a.Text(), again, err)
		}
	})
}
