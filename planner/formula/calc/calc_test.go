package calc_test

import (
	"fmt"
	"testing"

	"buildout/planner/formula"
	"buildout/planner/formula/calc"
)

// book has the numbers 1 to 6 in A1:C2 of Data, texts and gaps in column E, and
// dates and flows below.
func book() *calc.Book {
	b := calc.New()
	for i := range 6 {
		b.Number("Data", 1+i/3, 1+i%3, float64(i+1))
	}
	b.Text("Data", 1, 5, "Seoul")
	b.Text("Data", 2, 5, "Ansan")
	b.Number("Data", 4, 5, 0)
	for i, v := range []float64{-1000, 0, 500, 300, 700} {
		b.Number("Cash flow", 1, 1+i, v)
	}
	b.Formula("Data", 10, 1, "A1+B1")
	b.Formula("Data", 10, 2, "A10*$C$2")
	b.Formula("Data", 11, 1, "B11")
	b.Formula("Data", 11, 2, "A11")
	b.Name("rate", "Data!$C$2")
	b.Name("months", "Data!$A$1:$C$1")
	return b
}

func TestValue(t *testing.T) {
	b := book()
	for _, c := range []struct{ formula, want string }{
		// Numbers, signs and how tightly they bind.
		{"1+2*3", "7"}, {"(1+2)*3", "9"}, {"2^3^2", "64"}, {"-2^2", "4"}, {"10-4-3", "3"}, {"16/4/2", "2"}, {"1E-7*1E7", "1"}, {"--TRUE", "1"},
		{"50%*4", "2"}, {".5+1", "1.5"}, {" 1 + 1 ", "2"}, {"1-0.9=0.1", "FALSE"}, {"1<2", "TRUE"}, {"2<>2", "FALSE"}, {"1+1>=2", "TRUE"},
		{`"a"&1+1&"b"`, `"a2b"`}, {`"say ""so"""`, `"say \"so\""`}, {`"Seoul"="seoul"`, "TRUE"}, {`1<"a"`, "TRUE"}, {`1+"2"`, "#VALUE!"}, {"1/0", "#DIV/0!"}, {"1/0+nothing", "#DIV/0!"},
		// References, names and areas.
		{"Data!A1", "1"}, {"'Data'!$B$2+Data!C2", "11"}, {"data!a10", "3"}, {"Data!B10", "18"}, {"Data!Z99", "(blank)"}, {"Data!Z99+1", "1"}, {`Data!Z99=""`, "TRUE"}, {"Data!Z99=0", "TRUE"},
		{"rate", "6"}, {"Rate*2", "12"}, {"nothing", "#NAME?"}, {"Data!A1:B1", "#VALUE!"}, {"months+1", "#VALUE!"}, {"SUM(months)", "6"}, {"SUM('Cash flow'!A1:C1,1)", "-499"},
		{"Data!A11", "#CIRC!"}, {"NOSUCH(1)", "#NAME? nosuch"}, {"IFERROR(NOSUCH(1),0)", "#NAME? nosuch"}, {"(1", "#SYNTAX! (1"}, {"1 2", "#SYNTAX! 1 2"}, {"'Data", "#SYNTAX! 'Data"}, {`"a`, `#SYNTAX! "a`},
		// Conditions.
		{"IF(1<2,5,1/0)", "5"}, {"IF(0,1/0,7)", "7"}, {"IF(1/0,1,2)", "#DIV/0!"}, {"IF(FALSE,1)", "FALSE"}, {"AND(1=1,2=2)", "TRUE"}, {"AND(TRUE,Data!Z99)", "TRUE"}, {"OR(1=2,NOT(FALSE))", "TRUE"}, {"IFERROR(1/0,8)", "8"}, {"CHOOSE(2,1/0,6)", "6"},
		// Numbers of numbers.
		{"ROUND(2.5,0)", "3"}, {"ROUND(-2.5,0)", "-3"}, {"ROUND(1234.5678,2)", "1234.57"}, {"ROUND(1250,-2)", "1300"}, {"INT(-1.5)", "-2"}, {"MOD(24281,12)", "5"}, {"MOD(-1,12)", "11"}, {"MOD(1,0)", "#DIV/0!"},
		{"ABS(-3)", "3"}, {"SQRT(16)", "4"}, {"SQRT(-1)", "#NUM!"}, {"POWER(2,10)", "1024"}, {"EXP(0)", "1"}, {"LN(1)", "0"}, {"MIN(3,1,2)", "1"}, {"SMALL(Data!A1:C2,2)", "2"}, {"SMALL(Data!A1:C2,9)", "#NUM!"}, {"MAX(Data!A1:C2)", "6"}, {"MAX(Data!E1:E2)", "0"}, {"MIN(1/0,2)", "#DIV/0!"},
		{"COUNT(Data!A1:E4)", "7"}, {"BETA.DIST(0.5,2,2,TRUE)", "0.5"}, {"_xlfn.BETA.DIST(0.25,1,1,TRUE)", "0.25"}, {"BETADIST(0.5,2,2)", "0.5"},
		// Dates: 45,292 is the first of 2024, 60 in 1900 the last of February.
		{"DATE(2024,1,1)", "45292"}, {"DATE(2023,13,1)", "45292"}, {"DATE(2024,0,1)", "45261"}, {"YEAR(45292)", "2024"}, {"MONTH(45291)", "12"}, {"DAY(45351)", "29"}, {"MONTH(DATE(2024,3,1)-1)", "2"}, {`TEXT(45292,"yyyy-mm")`, `"2024-01"`}, {`TEXT(1.6,"0")`, `"2"`},
		// Finding and summing.
		{"INDEX(Data!A1:C1,2)", "2"}, {"INDEX(Data!A1:C2,2,3)", "6"}, {"INDEX(Data!A1:A2,3)", "#REF!"}, {"SUM(INDEX(Data!A1:C2,2,0))", "15"}, {"SUM(Data!A1:INDEX(months,2))", "3"}, {`MATCH("ansan",Data!E1:E4,0)`, "2"}, {"MATCH(9,months,0)", "#N/A"}, {"MATCH(2.5,months,1)", "2"},
		{"SUMIFS(Data!A1:C1,Data!A2:C2,5)", "2"}, {`SUMIFS(Data!A1:C1,Data!A2:C2,">=5",months,"<3")`, "2"}, {`SUMIFS(Data!A1:A2,Data!E1:E2,"seoul")`, "1"}, {"SUMIFS(months,Data!A1:B1,1)", "#VALUE!"},
		{`COUNTIF(Data!E1:E4,0)`, "1"}, {`COUNTIF(Data!E1:E4,"<>x")`, "4"}, {`COUNTIF(months,">1")`, "2"},
		// Cell by cell.
		{"SUMPRODUCT(months,Data!A2:C2)", "32"}, {"SUMPRODUCT((months>1)*Data!A2:C2)", "11"}, {"SUMPRODUCT(--(months<3))", "2"}, {"SUMPRODUCT(months<3)", "0"}, {"SUMPRODUCT(MAX((months<=2)*months))", "2"}, {"SUMPRODUCT(ROUND(months/2,0))", "4"},
		{"SUMPRODUCT((Data!A1:A2=1)*(months>=2)*Data!A1:C2)", "5"}, {`SUMPRODUCT((Data!E1:E2="Ansan")*Data!A1:A2)`, "4"}, {"SUMPRODUCT(months,Data!A1:B1)", "#VALUE!"}, {"SUMPRODUCT(IF(months>1,1,0))", "#VALUE!"}, {"SUM((months>1)*1)", "#VALUE!"},
		// (-1000 + 1210/1.1)/1.1 is 90.909091; 500/1.140632^2 + 300/1.140632^3 + 700/1.140632^4 is 1000.
		{"ROUND(NPV(0.1,0,121),9)", "100"}, {"ROUND(NPV(0.1,-1000,1210),6)", "90.909091"}, {"ROUND(IRR(Data!A1:A2),0)", "#NUM!"}, {"ROUND(IRR('Cash flow'!A1:E1,0.01)*1000000,0)", "140632"},
	} {
		if got := b.Value(c.formula).String(); got != c.want {
			t.Errorf("%s is %s, want %s", c.formula, got, c.want)
		}
	}
}

func TestForget(t *testing.T) {
	b := book()
	if got := b.Cell("Data", 10, 2).String(); got != "18" {
		t.Errorf("B10 is %s, want 3 x 6", got)
	}
	b.Number("Data", 1, 1, 5)
	b.Forget()
	if got := b.Cell("Data", 10, 2).String(); got != "42" {
		t.Errorf("B10 is %s with 5 in A1, want 7 x 6", got)
	}
}

// TestFormula holds what package formula writes against what it reckons.
func TestFormula(t *testing.T) {
	b := book()
	x, y := formula.Ref(3, "Data!C1"), formula.Ref(6, "rate")
	r := formula.RangeOf([]float64{1, 2, 3}, "Data!A1:C1")
	for _, n := range []formula.Num{
		x.Plus(y).Times(x.Minus(y)).Over(y.Plus(formula.Of(-1.5))), x.Minus(y.Minus(x)), x.Over(y.Over(x)), formula.Of(-2).Times(x), x.Minus(formula.Of(-1e-9)), formula.Of(3e20).Times(x),
		formula.RoundTo(x.Over(formula.Of(7)), 3), formula.Floor(x.Over(formula.Of(2))), formula.Ceil(x.Over(formula.Of(2))), formula.Mod(y, formula.Of(4)),
		formula.If(formula.And(x.Less(y), formula.Not(x.Is(y))), formula.Min(x, y), formula.Max(x, y)),
		r.Sum(), r.SumWhere(r, formula.Of(2)), r.SumProduct(r), r.Max(), r.Min(), r.At(formula.Of(2)), r.Find(formula.Of(3), formula.Of(0)), r.Find(formula.Of(9), formula.Of(-1)), r.CountBelow(x), r.LatestUpTo(formula.Of(2.5)), r.LatestUpTo(formula.Of(-5)),
	} {
		if got, err := b.Value(n.Formula()).Float(); err != nil || got != n.V {
			t.Errorf("%s is %v (%v), formula says %v", n.Formula(), got, err, n.V)
		}
	}
}

func BenchmarkCells(b *testing.B) {
	for b.Loop() {
		book := calc.New()
		book.Number("Cash", 1, 1, 1)
		for row := range 1000 {
			for col := range 200 {
				book.Formula("Cash", row+1, col+2, fmt.Sprintf("IF($A$1<%d,ROUND('Cash'!$A$1*1.05+%d,0)-A%d,0)", col, row, row+1))
			}
		}
		if v := book.Cell("Cash", 1000, 200); v.IsFault() {
			b.Fatal(v)
		}
		book.Each("Cash", func(int, int, calc.Value) {})
	}
}
