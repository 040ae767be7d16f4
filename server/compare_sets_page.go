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

// keptField stands before the names of the fields of a form that are the query of
// its page.
const keptField = "kept:"

// changeSets saves, replaces, renames or deletes a saved comparison as a form of
// the Compare page asks, and leads back to it. What is refused is said on it, and
// nothing is stored.
func (s *Server) changeSets(c *gin.Context) {
	form, err := s.form(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	asked := pages.AskedSet{Do: form.Get("do"), Name: strings.TrimSpace(form.Get("name")), Note: strings.TrimSpace(form.Get("note"))}
	to, err := s.makeSet(c.Request.Context(), form, asked)
	if err == nil {
		c.Redirect(http.StatusSeeOther, to)
		return
	}
	p, _ := problemOf(err)
	if p.Status >= http.StatusInternalServerError || p.Status == http.StatusBadRequest {
		s.fail(c, err)
		return
	}
	asked.Refused, asked.Conflict = refusedWords(p), errors.Is(err, models.ErrStale)
	c.Request.URL = &url.URL{Path: "/compare", RawQuery: keptQuery(form).Encode()} // the links of the page lead to the page, without the form
	s.showComparison(c, p.Status, &asked)
}

// keptQuery is the query of the page that a form was sent from.
func keptQuery(form url.Values) url.Values {
	query := url.Values{}
	for key, values := range form {
		if name, kept := strings.CutPrefix(key, keptField); kept {
			query[name] = values
		}
	}
	return query
}

// makeSet changes a saved comparison, and returns the address of the page after
// that.
func (s *Server) makeSet(ctx context.Context, form url.Values, asked pages.AskedSet) (string, error) {
	query := keptQuery(form)
	opened := func(name string) string {
		for _, key := range []string{"plan", "baseline"} {
			query.Del(key)
		}
		query.Set("comparison", name)
		return "/compare?" + query.Encode() + "#open-set"
	}
	if asked.Do == pages.SaveSet {
		set := models.Comparison{Name: asked.Name, Note: asked.Note}
		if err := setMembers(&set, form); err != nil {
			return "", err
		}
		saved, err := s.Store.CreateComparison(ctx, set)
		return opened(saved.Name), setError(err)
	}
	ref := form.Get("comparison")
	version, err := strconv.Atoi(form.Get("version"))
	if err != nil {
		return "", problem(http.StatusBadRequest, "version is not the number of a version; nothing was stored.")
	}
	if asked.Do == pages.DeleteSet {
		query.Del("comparison")
		return "/compare?" + query.Encode() + "#sets", setError(s.Store.DeleteComparison(ctx, ref, version))
	}
	set, err := s.Store.Comparison(ctx, ref)
	if err != nil {
		return "", setError(err)
	}
	switch asked.Do {
	case pages.RenameSet:
		set.Name, set.Note = asked.Name, asked.Note
	case pages.ReplaceSet:
		err = setMembers(&set, form)
	default:
		err = problem(http.StatusBadRequest, "do is none of save, replace, rename and delete; nothing was stored.")
	}
	if err != nil {
		return "", err
	}
	saved, err := s.Store.ReplaceComparison(ctx, ref, version, set)
	if asked.Do == pages.RenameSet { // what the page shows stays as it is
		query.Set("comparison", saved.Name)
		return "/compare?" + query.Encode() + "#open-set", setError(err)
	}
	return opened(saved.Name), setError(err)
}

// setMembers puts the plans of a form, each as its id and revision, in the place
// of those of a comparison.
func setMembers(set *models.Comparison, form url.Values) error {
	set.Members = nil
	for _, text := range form["member"] {
		plan, revision, _ := strings.Cut(text, "@")
		id, err := strconv.ParseInt(plan, 10, 64)
		number, wrong := strconv.Atoi(revision)
		if err != nil || wrong != nil {
			return problem(http.StatusBadRequest, fmt.Sprintf("member %q is not the id of a plan, an @ and the number of a revision; nothing was stored.", text))
		}
		set.Members = append(set.Members, models.ComparisonMember{PlanID: id, Revision: number})
	}
	set.Baseline = max(0, slices.Index(form["member"], form.Get("base")))
	return nil
}

// setError says in the words of saved comparisons what the store refused.
func setError(err error) error {
	var stale *models.StaleError
	var invalid *planner.Invalid
	switch {
	case errors.As(err, &stale):
		return errors.Join(problem(http.StatusPreconditionFailed, fmt.Sprintf("Someone changed the saved comparison since: version %d is current, and shown here. Nothing was stored.", stale.Current)), err)
	case errors.As(err, &invalid):
		return faulty("The comparison", invalid)
	case errors.Is(err, models.ErrDuplicate):
		return problem(http.StatusConflict, "Another saved comparison has this name. Give it one of its own.")
	case errors.Is(err, models.ErrNotFound):
		return problem(http.StatusNotFound, "There is no such saved comparison any more. Nothing was stored.")
	}
	return err
}
