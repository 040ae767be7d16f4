package finance_test

import (
	"fmt"
	"strings"
	"testing"

	"buildout/planner/finance"
)

func TestParseKRW(t *testing.T) {
	for text, want := range map[string]finance.KRW{
		"0": 0, "460000000000": 460e9, "460,000,000,000": 460e9, " 1,234 원 ": 1234, "-5": -5, "−1,000": -1000, "+7 won": 7,
		"₩1,000": 1000, "KRW 12": 12, "12 KRW": 12, "1,000.0": 1000, "007": 7,
		"4,600억": 460e9, "4600 억원": 460e9, "1조 2,000억": 1.2e12, "1조2000억": 1.2e12, "1.2조": 1.2e12, "3억5천만": 350e6, "3억 5천만원": 350e6,
		"3천2백만": 32e6, "1,200백만": 120e9 / 100, "5천": 5000, "3만 5,000": 35000, "1억 1": 100000001, "-2.5억": -250e6, "0.5만": 5000,
		"460bn": 460e9, "460 bn won": 460e9, "1.5 M": 1.5e6, "1.5m": 1.5e6, "2 Billion": 2e9, "3tn": 3e12, "12k": 12000, "0.0015 million": 1500,
		"9,000,000,000,000,000": finance.MaxKRW, "-9000조": -finance.MaxKRW, "0.00000000000000000000": 0,
	} {
		if got, err := finance.ParseKRW(text); err != nil || got != want {
			t.Errorf("%q is %d won, %v; want %d", text, got, err, want)
		}
	}
}

func TestParseKRWRefuses(t *testing.T) {
	for text, says := range map[string]string{
		"": "no amount", "-": "no amount", "원": "no amount", "억": "no amount", "12,34": "no amount", "1,2345": "no amount", "1234,567": "no amount",
		",123": "no amount", "1.": "no amount", ".5": "no amount", "1 2": "no amount", "1e9": "no amount", "0x10": "no amount", "--1": "no amount",
		"1억 2조": "no amount", "1조 12,000억": "no amount", "1억 20000만": "no amount", "5백3천": "no amount", "1bn 2m": "no amount", "12 USD": "no amount",
		"1.5": "whole number", "0.00001만": "whole number", "1.5원": "whole number", "1.0000000000001조": "whole number",
		"9,000,000,000,000,001": "more than", "9001조": "more than", "10,000 tn": "more than", "99999999999999999999999999": "more than",
	} {
		got, err := finance.ParseKRW(text)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q is %d won, %v; an error that says %q is wanted", text, got, err, says)
		}
	}
}

// formats writes an amount in the ways that ParseKRW must read back.
func formats(amount finance.KRW) []string {
	sign, digits := "", fmt.Sprint(int64(amount))
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	grouped := digits
	for i := len(grouped) - 3; i > 0; i -= 3 {
		grouped = grouped[:i] + "," + grouped[i:]
	}
	rest := amount
	if rest < 0 {
		rest = -rest
	}
	korean := ""
	for _, u := range []struct {
		word string
		of   finance.KRW
	}{{"조 ", 1e12}, {"억 ", 1e8}, {"만 ", 1e4}, {"", 1}} {
		if n := rest / u.of; n > 0 {
			korean, rest = fmt.Sprintf("%s%d%s", korean, int64(n), u.word), rest%u.of
		}
	}
	padded := fmt.Sprintf("%010d", amount*1)
	if sign != "" {
		padded = fmt.Sprintf("%010d", -amount)
	}
	billions := padded[:len(padded)-9] + "." + padded[len(padded)-9:]
	list := []string{sign + digits, sign + grouped, sign + "₩" + grouped, sign + grouped + "원", sign + billions + " bn"}
	if korean != "" {
		list = append(list, sign+korean, sign+korean+"원")
	}
	return list
}

func FuzzParseKRW(f *testing.F) {
	for _, text := range []string{"4,600억", "1조 2,000억", "3억5천만", "460bn", "1.5 M", "-12,345원", "9,000,000,000,000,000", "", "천", "1.25만"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		amount, err := finance.ParseKRW(text)
		if err != nil {
			return
		}
		if amount > finance.MaxKRW || amount < -finance.MaxKRW {
			t.Fatalf("%q reads as %d won", text, amount)
		}
		for _, again := range formats(amount) {
			if got, err := finance.ParseKRW(again); err != nil || got != amount {
				t.Errorf("%q is %d won, which is written %q and reads as %d, %v", text, amount, again, got, err)
			}
		}
	})
}
