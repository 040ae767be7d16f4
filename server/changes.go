package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"buildout/models"
	"buildout/planner"
	"buildout/web/pages"

	"github.com/gin-gonic/gin"
)

// changesOf reads the changes of a query or form: values of set, each a path,
// an equals sign and a value. Of two changes to one path the later holds. A
// value without an equals sign is an empty value of the path.
func changesOf(values url.Values) []planner.Change {
	var changes []planner.Change
	for _, text := range values["set"] {
		path, value, _ := strings.Cut(text, "=")
		changes = slices.DeleteFunc(changes, func(c planner.Change) bool { return c.Path == path })
		changes = append(changes, planner.Change{Path: path, Value: value})
	}
	return changes
}

// planRow loads the plan of the address and makes the changes of the query to
// it, which are not saved.
func (s *Server) planRow(c *gin.Context) (pages.PlanRow, error) {
	ctx := c.Request.Context()
	stored, err := s.Store.Plan(ctx, c.Param("id"))
	if err != nil {
		return pages.PlanRow{}, err
	}
	row := s.row(ctx, stored)
	changes := changesOf(c.Request.URL.Query())
	if row.Fault != "" || len(changes) == 0 {
		return row, nil
	}
	edit := &pages.Edit{
		Changes: changes, Base: stored.Revision, Saved: pages.State{Document: row.Document, Result: row.Result},
		Author: c.Query("author"), Reason: c.Query("reason"),
	}
	if base, err := strconv.Atoi(c.Query("base")); err == nil && base > 0 && base < stored.Revision {
		edit.Base = base
		if edit.Conflict, err = s.conflict(ctx, stored, base); err != nil {
			return row, err
		}
	}
	row.Edit = edit
	if row.Document, edit.Faults, err = s.apply(stored.Plan, changes); err != nil {
		return row, err
	}
	row.Result, err = s.evaluate(ctx, row.Document)
	return row, err
}

// apply makes to a plan all changes that can be made, in their order, and
// returns the faults of the others, each at the path of its change.
func (s *Server) apply(plan planner.Plan, changes []planner.Change) (planner.Plan, []planner.Fault, error) {
	changed, err := planner.Apply(plan, s.Reference, changes)
	if err == nil {
		return changed, nil, nil
	}
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		return plan, nil, err
	}
	var made []planner.Change
	var faults []planner.Fault
	changed = plan
	for _, change := range changes {
		next, err := planner.Apply(plan, s.Reference, append(made, change))
		switch {
		case err == nil:
			changed, made = next, append(made, change)
		case errors.As(err, &invalid):
			fault := invalid.Faults[0]
			fault.Path = change.Path
			faults = append(faults, fault)
		default:
			return plan, nil, err
		}
	}
	return changed, faults, nil
}

// conflict is what was saved since revision base, which unsaved changes were
// made to.
func (s *Server) conflict(ctx context.Context, stored models.StoredPlan, base int) (*pages.Conflict, error) {
	revisions, err := s.Store.Revisions(ctx, strconv.FormatInt(stored.ID, 10))
	if err != nil {
		return nil, err
	}
	conflict := &pages.Conflict{Current: stored.Revision}
	for _, r := range revisions {
		switch {
		case r.Number == base:
			if conflict.Base, err = s.stateAt(ctx, stored.ID, base); err != nil {
				return nil, err
			}
		case r.Number > base:
			conflict.Revisions = append(conflict.Revisions, pages.Revision{Number: r.Number, Author: r.Author, Reason: r.Reason, CreatedAt: r.CreatedAt})
		}
	}
	return conflict, nil
}

// stateAt is a plan as it was at a revision; nil where it is no plan any more,
// as one that an older program wrote may be.
func (s *Server) stateAt(ctx context.Context, id int64, revision int) (*pages.State, error) {
	saved, err := s.Store.Revision(ctx, strconv.FormatInt(id, 10), strconv.Itoa(revision))
	if err != nil {
		return nil, err
	}
	plan, err := planner.DecodePlan(saved.Document, s.Reference)
	if err != nil {
		return nil, nil
	}
	result, err := s.evaluate(ctx, plan)
	if err != nil {
		return nil, nil
	}
	return &pages.State{Document: plan, Result: result}, nil
}

// recalculate answers a form of fields that a browser sent without a script:
// the address of the same page with a set for every value that is not the
// plan's. It reports whether there was such a form.
func (s *Server) recalculate(c *gin.Context, row pages.PlanRow) bool {
	query := c.Request.URL.Query()
	changes, found := pages.Submitted(row, query)
	if !found {
		return false
	}
	c.Redirect(http.StatusSeeOther, changedAddress(c.Request.URL.Path, query, changes, row.Revision))
	return true
}

// changedAddress is the address of a page of a plan with changes that were made
// to a revision of it.
func changedAddress(path string, query url.Values, changes []planner.Change, base int) string {
	kept := url.Values{}
	for key, values := range query {
		if !strings.HasPrefix(key, pages.FieldPrefix) && !slices.Contains([]string{"set", "base", pages.NewTier, pages.NewTierOf}, key) {
			kept[key] = values
		}
	}
	for _, change := range changes {
		kept.Add("set", change.Path+"="+change.Value)
	}
	if len(changes) > 0 {
		kept.Set("base", strconv.Itoa(base))
	}
	address := url.URL{Path: path, RawQuery: kept.Encode()}
	return address.String()
}

// saveChanges stores the changes of a form as the next revision of a plan, and
// leads back to the page they were made on. Where someone else saved the plan
// since, nothing is stored and the page shows both.
func (s *Server) saveChanges(c *gin.Context) {
	form, stored, ok := s.posted(c, s.form)
	if !ok {
		return
	}
	why, base, err := changeOf(form)
	if err == nil {
		err = s.save(c.Request.Context(), stored, base, changesOf(form), why)
	}
	at := fmt.Sprintf("/plans/%d%s", stored.ID, pages.PathOf(form.Get("page")))
	kept := url.Values{}
	for _, key := range pages.KeptKeys {
		if value := form.Get(key); value != "" {
			kept.Set(key, value)
		}
	}
	switch {
	case errors.Is(err, models.ErrStale):
		kept.Set("author", why.Author)
		kept.Set("reason", why.Reason)
		c.Redirect(http.StatusSeeOther, changedAddress(at, kept, changesOf(form), base))
	case err != nil:
		s.fail(c, err)
	default:
		c.Redirect(http.StatusSeeOther, changedAddress(at, kept, nil, base))
	}
}

// posted reads the form of a request and finds the plan that it is about. It is not
// ok where it has answered what is wrong.
func (s *Server) posted(c *gin.Context, read func(*gin.Context) (url.Values, error)) (form url.Values, stored models.StoredPlan, ok bool) {
	form, err := read(c)
	if err == nil {
		stored, err = s.Store.Plan(c.Request.Context(), c.Param("id"))
	}
	if err != nil {
		s.fail(c, err)
	}
	return form, stored, err == nil
}

// form reads the body of a request as a form.
func (s *Server) form(c *gin.Context) (url.Values, error) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, s.MaxBodyBytes)
	err := c.Request.ParseForm()
	var large *http.MaxBytesError
	if err != nil && !errors.As(err, &large) {
		err = problem(http.StatusBadRequest, "The form cannot be read.")
	}
	return c.Request.PostForm, err
}

func (s *Server) save(ctx context.Context, stored models.StoredPlan, base int, changes []planner.Change, why models.Change) error {
	if base != stored.Revision {
		return &models.StaleError{Current: stored.Revision}
	}
	if len(changes) == 0 {
		return problem(http.StatusUnprocessableEntity, "There is nothing to save: the form holds no change.")
	}
	plan, err := planner.Apply(stored.Plan, s.Reference, changes)
	if err != nil {
		return err
	}
	_, err = s.Store.ReplacePlan(ctx, strconv.FormatInt(stored.ID, 10), base, plan, why)
	return err
}

// changeOf reads who saves and why, which is needed, and the revision that the
// changes were made to.
func changeOf(form url.Values) (change models.Change, base int, err error) {
	change = models.Change{Author: strings.TrimSpace(form.Get("author")), Reason: strings.TrimSpace(form.Get("reason"))}
	if change.Reason == "" {
		return change, 0, problem(http.StatusUnprocessableEntity, "Say in a line why the plan is changed; nothing was saved.")
	}
	for _, text := range []string{change.Author, change.Reason} {
		if !readable(text) {
			return change, 0, problem(http.StatusUnprocessableEntity, fmt.Sprintf("Who and why must be of at most %d characters each, without control characters; nothing was saved.", maxChangeText))
		}
	}
	if base, err = strconv.Atoi(form.Get("base")); err != nil {
		err = problem(http.StatusUnprocessableEntity, "base is not the number of a revision; nothing was saved.")
	}
	return change, base, err
}
