package planner

// Explanation says where a figure of a result comes from: its formula, what
// goes in, and the figures that it sums.
type Explanation struct {
	Figure   string    `json:"figure" doc:"Path of the figure, such as budget/forecast_krw"`
	Title    Text      `json:"title,omitzero" doc:"Title of what it speaks of, where it has one"`
	Value    float64   `json:"value"`
	Text     string    `json:"text,omitempty" doc:"The value where it is no number: a month, a tier, a stage"`
	Unit     string    `json:"unit"`
	Rule     string    `json:"rule" doc:"Name of the rule it follows, such as cost_line"`
	Formula  string    `json:"formula" doc:"The rule, with operands by their names"`
	Source   string    `json:"source,omitempty" doc:"Where the rule, or a value that is given, comes from"`
	Basis    BasisKind `json:"basis" doc:"computed, published, assumption or plan"`
	Operands []Operand `json:"operands"`
	Below    []Operand `json:"below" doc:"The figures that it sums, where it is a sum; the operands say which otherwise"`
}

// Operand is a number that goes into a figure.
type Operand struct {
	Name   string    `json:"name" doc:"Its name in the formula"`
	Title  Text      `json:"title,omitzero"`
	Value  float64   `json:"value"`
	Text   string    `json:"text,omitempty" doc:"The value where it is no number"`
	Unit   string    `json:"unit"`
	Source string    `json:"source,omitempty"`
	Basis  BasisKind `json:"basis"`
	Figure string    `json:"figure,omitempty" doc:"Figure to ask for to go on; none where it ends here"`
}

// BasisKind is on what a number rests.
type BasisKind string

// What a number rests on.
const (
	Computed  BasisKind = "computed"   // from other figures
	Published BasisKind = "published"  // has a source
	Assumed   BasisKind = "assumption" // has none, and says so
	OfPlan    BasisKind = "plan"       // the plan says so
)

// basis is what a result was worked out from.
type basis struct {
	plan  Plan
	ref   Reference // with the plan's values in it
	costs *costs
}
