package server

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"buildout/models"
	"buildout/planner"
	"buildout/planner/interchange"

	"github.com/danielgtaylor/huma/v2"
)

// transferOperations are the operations that bring tables and files of other
// programs into a stored plan and out of it, and write the whole of it.
func (s *Server) transferOperations(api huma.API) {
	add(api, s.readsImport(huma.Operation{
		OperationID: "import-actuals", Method: http.MethodPost, Path: "/api/v1/plans/{id}/imports/actuals", Tags: []string{"money"},
		Summary:     "Import the books",
		Description: "Takes entries of what was committed and paid, as CSV, as the template of the books in xlsx, or as a JSON list, in place of those of the same code, site, phase and month, and closes the books through a month. " + importWords,
		Metadata:    bodyOf[[]planner.Actual]("text/csv", "application/json"), Errors: importErrors,
	}), s.importActuals)
	add(api, s.readsImport(huma.Operation{
		OperationID: "import-table", Method: http.MethodPost, Path: "/api/v1/plans/{id}/imports/{format}", Tags: []string{"exchange"},
		Summary: "Import a table or a file of another program",
		Description: "Brings racks, feeds, panels and prices as CSV, NetBox's CSV and the types of the community library into a plan. " + importWords +
			"\n\n" + formatWords(func(f interchange.Format) bool { return f.Reads && f.Name != actualsFormat }),
		Metadata: bodyOf[string]("text/csv", "application/yaml"), Errors: importErrors,
	}), s.importTable)
	add(api, huma.Operation{
		OperationID: "export-table", Method: http.MethodGet, Path: "/api/v1/plans/{id}/exports/{format}", Tags: []string{"exchange"},
		Summary: "Export a part of a plan as a table",
		Description: "CSV in UTF-8. A text that a spreadsheet would take for a formula has a quote before it, which an import takes away: what is imported as it was exported changes nothing. " +
			"422 where the format cannot say what the plan has.\n\n" + formatWords(func(f interchange.Format) bool { return f.Writes }),
		Responses: map[string]*huma.Response{"200": {Description: "The table", Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}}}},
		Errors:    []int{http.StatusNotFound},
	}, s.exportTable)
	add(api, huma.Operation{
		OperationID: "read-plan-document", Method: http.MethodGet, Path: "/api/v1/plans/{id}/document", Tags: []string{"exchange"},
		Summary: "Write a whole plan as a document",
		Description: "YAML, or JSON by Accept or format. Sent to replace the plan it changes nothing; sent under another name as a new plan it makes the same plan. " +
			"The ETag is that of the plan.",
		Responses: map[string]*huma.Response{"200": {Description: "The plan", Content: map[string]*huma.MediaType{
			"application/yaml": {Schema: &huma.Schema{Type: huma.TypeString}}, "application/json": {Schema: api.OpenAPI().Components.Schemas.Schema(planType, true, "")},
		}}},
		Errors: []int{http.StatusNotFound, http.StatusNotAcceptable},
	}, s.planDocument)
}

const importWords = "All of it is stored as one revision, or nothing; with dry_run nothing is, and the answer is the same. If-Match is needed to store, as when a plan is replaced. " +
	"Every fault is named at once, of a table at its row and column. Unknown columns are refused; a blank cell is missing, never 0."

var importErrors = []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired, http.StatusInsufficientStorage}

// actualsFormat is the format that has an answer of its own.
const actualsFormat = "actuals"

// formatWords lists formats with what they hold.
func formatWords(is func(interchange.Format) bool) string {
	var b strings.Builder
	b.WriteString("| format | holds | columns |\n|---|---|---|\n")
	for _, f := range interchange.Formats {
		if is(f) {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", f.Name, f.About, strings.Join(f.Columns, ", "))
		}
	}
	return b.String()
}

// The formats in addresses.
type (
	// ImportFormat names a format that is read.
	ImportFormat string
	// ExportFormat names a format that is written.
	ExportFormat string
)

// Schema lists the formats that are read.
func (ImportFormat) Schema(huma.Registry) *huma.Schema {
	return formatSchema(func(f interchange.Format) bool { return f.Reads && f.Name != actualsFormat })
}

// Schema lists the formats that are written.
func (ExportFormat) Schema(huma.Registry) *huma.Schema {
	return formatSchema(func(f interchange.Format) bool { return f.Writes })
}

func formatSchema(is func(interchange.Format) bool) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, f := range interchange.Formats {
		if is(f) {
			s.Enum = append(s.Enum, f.Name)
		}
	}
	return s
}

// ImportRequest is what every import is sent with.
type ImportRequest struct {
	PlanPath
	Address
	DryRun bool `query:"dry_run" doc:"Say what would change and store nothing"`
	WriteCondition
	ChangeHeaders
	KeyHeader
	SentBody
}

// ImportResult is what an import changes.
type ImportResult struct {
	interchange.Report
	Before interchange.Figure `json:"before"`
	After  interchange.Figure `json:"after"`
}

type importTableInput struct {
	ImportRequest
	Format ImportFormat `path:"format" doc:"Kind of file" example:"racks"`
}

type importAnswer[R any] struct {
	ETag     string `header:"ETag"`
	Replayed string `header:"Idempotency-Replayed"`
	Body     R
}

func (s *Server) importTable(ctx context.Context, in *importTableInput) (*importAnswer[ImportResult], error) {
	format, _ := interchange.Find(string(in.Format))
	if err := in.typed(format.Media); err != nil {
		return nil, err
	}
	return runImport(ctx, s, &in.ImportRequest, func(ctx context.Context, plan planner.Plan) (planner.Plan, ImportResult, error) {
		return s.bring(ctx, format.Name, in.RawBody, plan)
	})
}

// bring imports a document into a plan, and evaluates the plan before and after.
func (s *Server) bring(ctx context.Context, format string, document []byte, plan planner.Plan) (planner.Plan, ImportResult, error) {
	made, report, err := interchange.Import(format, document, plan, s.Reference, interchange.Options{AsOf: today()})
	if err != nil {
		return plan, ImportResult{}, refusedFile("The file", err)
	}
	was, err := s.evaluate(ctx, plan)
	if err != nil {
		return plan, ImportResult{}, err
	}
	is, err := s.evaluate(ctx, made)
	if err != nil {
		return plan, ImportResult{}, refusedFile("The plan with the file", err)
	}
	return made, ImportResult{report, interchange.FigureOf(plan, was), interchange.FigureOf(made, is)}, nil
}

// imported is what an import makes of a plan at a revision.
type imported[R any] struct {
	revision int
	plan     planner.Plan
	result   R
}

// runImport brings something into a plan and stores the plan, unless it is a dry
// run. What takes its time is done before the plan is held for writing, and once
// more where the plan changed meanwhile.
func runImport[R any](ctx context.Context, s *Server, in *ImportRequest, bring func(context.Context, planner.Plan) (planner.Plan, R, error)) (*importAnswer[R], error) {
	if in.IfMatch == "" && !in.DryRun {
		return nil, errNoIfMatch
	}
	ref, why, err := s.keyed(ctx, in.ID, in.ChangeHeaders, in.KeyHeader, &in.Address, in.SentBody)
	if err != nil {
		return nil, err
	}
	seen, err := s.Store.Plan(ctx, ref)
	if err != nil {
		return nil, err
	}
	var made imported[R]
	current := func(now models.StoredPlan) bool { return in.IfMatch == "" || matches(in.IfMatch, planTag(now)) }
	run := func(now models.StoredPlan) (err error) {
		made.revision = now.Revision
		made.plan, made.result, err = bring(ctx, now.Plan)
		return err
	}
	if current(seen) {
		if err := run(seen); err != nil {
			return nil, err
		}
	}
	if in.DryRun {
		if !current(seen) {
			return nil, s.conflicting(ctx, outdatedTag(seen, in.IfMatch))
		}
		return &importAnswer[R]{ETag: planTag(seen), Body: made.result}, nil
	}
	stored, err := s.update(ctx, ref, why, func(now models.StoredPlan) (planner.Plan, error) {
		if !current(now) {
			return now.Plan, outdatedTag(now, in.IfMatch)
		}
		if made.revision != now.Revision {
			if err := run(now); err != nil {
				return now.Plan, err
			}
		}
		return made.plan, nil
	})
	if err != nil {
		return nil, err
	}
	out := &importAnswer[R]{ETag: planTag(stored), Body: made.result}
	if stored.Replayed {
		out.Replayed = "true"
		out.Body, err = replayed(ctx, s, stored, bring)
	}
	return out, err
}

// replayed says what an import changed that was stored as a revision before.
func replayed[R any](ctx context.Context, s *Server, stored models.StoredPlan, bring func(context.Context, planner.Plan) (planner.Plan, R, error)) (result R, err error) {
	before, err := s.Store.Revision(ctx, strconv.FormatInt(stored.ID, 10), strconv.Itoa(stored.Revision-1))
	if err != nil {
		return result, err
	}
	plan, err := planner.DecodePlan(before.Document, s.Reference)
	if err != nil {
		return result, err
	}
	_, result, err = bring(ctx, plan)
	return result, err
}

type exportInput struct {
	PlanPath
	Format ExportFormat `path:"format" doc:"Kind of file" example:"racks"`
	BOM    bool         `query:"bom" doc:"Begin with a byte order mark, by which Excel knows UTF-8"`
	ReadCondition
}

type fileAnswer struct {
	Status      int
	ContentType string `header:"Content-Type" hidden:"true"`
	ETag        string `header:"ETag"`
	Disposition string `header:"Content-Disposition"`
	Vary        string `header:"Vary" hidden:"true"`
	Body        []byte
}

func (s *Server) exportTable(ctx context.Context, in *exportInput) (*fileAnswer, error) {
	stored, err := s.Store.Plan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	tag := evaluationTag(stored.Hash, s.Version, "export", string(in.Format), strconv.FormatBool(in.BOM))
	if matches(in.IfNoneMatch, tag) {
		return &fileAnswer{Status: http.StatusNotModified, ETag: tag}, nil
	}
	document, err := s.exported(ctx, string(in.Format), stored.Plan)
	if err != nil {
		return nil, refusedFile("The table", err)
	}
	if in.BOM {
		document = slices.Concat([]byte("\ufeff"), document)
	}
	name := fmt.Sprintf("%s-%s-%d.csv", stored.Name, in.Format, stored.Revision)
	return &fileAnswer{Status: http.StatusOK, ContentType: "text/csv; charset=utf-8", ETag: tag, Disposition: attachment(name), Body: document}, nil
}

// exported writes a table of a plan or of its result.
func (s *Server) exported(ctx context.Context, format string, plan planner.Plan) ([]byte, error) {
	if f, ok := interchange.Find(format); !ok || !f.Result {
		return interchange.Export(format, plan, s.Reference)
	}
	r, err := s.evaluate(ctx, plan)
	if err != nil {
		return nil, err
	}
	return interchange.ExportResult(format, r)
}

// attachment is the header that has a browser save a file under a name.
func attachment(name string) string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": strings.ReplaceAll(name, "/", "_")})
}
