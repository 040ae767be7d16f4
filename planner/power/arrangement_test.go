package power_test

import (
	"testing"

	"buildout/planner/power"
)

func parse(t testing.TB, text string) power.Arrangement {
	t.Helper()
	a, err := power.ParseArrangement(text)
	if err != nil {
		t.Fatal(err)
	}
	if a.String() != text {
		t.Errorf("%q reads back as %q", text, a.String())
	}
	return a
}

func TestParseArrangementRefuses(t *testing.T) {
	for _, text := range []string{
		"", "N+0", "N+10", "3N", "2(N)", "2(N+0)", "n+1", "N-1", "2N+1", "N+1 ", "4N/2", "3N/3", "10N/9", "2N/1", "block 1+1", "block 4+2", "block 4", "Block 4+1",
	} {
		if a, err := power.ParseArrangement(text); err == nil {
			t.Errorf("%q reads as %s", text, a)
		}
	}
}

func FuzzParseArrangement(f *testing.F) {
	for _, text := range []string{"N", "N+2", "2N", "2(N+1)", "4N/3", "block 4+1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if a, err := power.ParseArrangement(text); err == nil && a.String() != text {
			t.Errorf("%q reads as %q", text, a)
		}
	})
}

// TestMeets orders arrangements by what they survive: a further system stands
// for any number of spare modules, spare modules do not stand for a system.
func TestMeets(t *testing.T) {
	for _, c := range []struct {
		a, want string
		meets   bool
	}{
		{"N", "N", true}, {"N+1", "N", true}, {"N", "N+1", false}, {"N+2", "N+1", true}, {"2N", "N+2", true}, {"N+2", "2N", false},
		{"2(N+1)", "2N", true}, {"2N", "2(N+1)", false}, {"4N/3", "2N", true}, {"4N/3", "N+1", true}, {"block 4+1", "2N", true},
		{"3N/2", "2(N+1)", false}, {"2N", "4N/3", true},
	} {
		if got := parse(t, c.a).Meets(parse(t, c.want)); got != c.meets {
			t.Errorf("%s for %s: %t", c.a, c.want, got)
		}
	}
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		a       string
		modules int
		fits    bool
	}{
		{"N", 1, true}, {"N+1", 1, false}, {"N+1", 2, true}, {"2N", 3, false}, {"2N", 4, true}, {"2(N+1)", 2, false}, {"2(N+1)", 4, true},
		{"4N/3", 4, true}, {"4N/3", 6, false}, {"block 4+1", 5, true}, {"block 4+1", 8, false},
	} {
		if got := parse(t, c.a).Fits(c.modules); got != c.fits {
			t.Errorf("%d modules in %s: %t", c.modules, c.a, got)
		}
	}
}

func TestUnits(t *testing.T) {
	if got := power.KVA(5000).Real(0.95); got != 4750 {
		t.Errorf("5,000 kVA at 0.95 is %v kW, want 4,750", got)
	}
	if got := power.KW(4750).Apparent(0.95); got != 5000 {
		t.Errorf("4,750 kW at 0.95 is %v kVA, want 5,000", got)
	}
}
