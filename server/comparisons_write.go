package server

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"buildout/models"
	"buildout/planner"
)

// ComparisonRequest is a comparison as it is saved.
type ComparisonRequest struct {
	Name     string          `json:"name" doc:"Unique among comparisons; not of digits alone" example:"board" minLength:"1" maxLength:"100"`
	Title    planner.Text    `json:"title,omitzero"`
	Note     string          `json:"note,omitempty" doc:"What it is for" maxLength:"4000"`
	Baseline int             `json:"baseline,omitempty" doc:"Place of the member that differences are taken to, from 0; the first where omitted" minimum:"0"`
	Measures []string        `json:"measures,omitempty" nullable:"false" doc:"Names of the measures to compare by; all where omitted"`
	Members  []MemberRequest `json:"members" nullable:"false" minItems:"1" maxItems:"50"`
}

// MemberRequest is a plan that a comparison is to hold.
type MemberRequest struct {
	Plan     string `json:"plan" doc:"Id or name of a plan; an @ and a revision may follow it" example:"two-sites-460" minLength:"1" maxLength:"400"`
	Revision string `json:"revision,omitempty" doc:"Number of a revision, or the name of its approval; the newest where omitted, which is then held" example:"1" maxLength:"400"`
}

var errNoVersion = problem(http.StatusPreconditionRequired, "Send If-Match with the ETag of the comparison you have seen, so that no change of another is overwritten.")

type createComparisonInput struct{ SentBody }

func (s *Server) createComparison(ctx context.Context, in *createComparisonInput) (*storedAnswer, error) {
	sent, err := object[ComparisonRequest](in.SentBody)
	if err != nil {
		return nil, err
	}
	c, err := s.wantedComparison(ctx, sent, nil)
	if err != nil {
		return nil, err
	}
	stored, err := s.Store.CreateComparison(ctx, c)
	if err != nil {
		return nil, s.aboutComparison(ctx, c.Name, err)
	}
	return answerComparison(http.StatusCreated, stored)
}

// answerComparison writes a comparison as it is stored.
func answerComparison(status int, c models.Comparison) (*storedAnswer, error) {
	out := &storedAnswer{Status: status, ContentType: mediaJSON, ETag: comparisonTag(c)}
	if status == http.StatusCreated {
		out.Location = "/api/v1/comparisons/" + strconv.FormatInt(c.ID, 10)
	}
	var err error
	out.Body, err = writeJSON(comparisonResource(c))
	return out, err
}

// wantedComparison makes of what was sent a comparison that can be stored: each
// member at a revision that is there, or one that is kept.
func (s *Server) wantedComparison(ctx context.Context, sent ComparisonRequest, kept []models.ComparisonMember) (models.Comparison, error) {
	c := models.Comparison{
		Name: sent.Name, Title: sent.Title, Note: sent.Note, Baseline: sent.Baseline, Measures: sent.Measures,
		Members: make([]models.ComparisonMember, len(sent.Members)),
	}
	_, faults := measuresOf(sent.Measures)
	for i, m := range sent.Members {
		c.Members[i].PlanID = -int64(i) - 1 // of no plan, and of no other member
		if len(sent.Members) > maxCompared {
			continue
		}
		member, missing, err := s.member(ctx, m, kept, fmt.Sprintf("members[%d]", i))
		if err != nil {
			return c, err
		}
		if faults = append(faults, missing...); len(missing) == 0 {
			c.Members[i] = member
		}
	}
	if faults = withoutRepeats(faults, c.Faults()); len(faults) > 0 {
		return c, refusedSent(&planner.Invalid{Faults: faults}, false)
	}
	return c, nil
}

// member finds the plan and revision of a member. The faults say at a path what is
// not there.
func (s *Server) member(ctx context.Context, m MemberRequest, kept []models.ComparisonMember, at string) (models.ComparisonMember, []planner.Fault, error) {
	for _, k := range kept {
		if m.Revision == strconv.Itoa(k.Revision) && (m.Plan == strconv.FormatInt(k.PlanID, 10) || m.Plan == k.PlanName) {
			return k, nil, nil
		}
	}
	found := s.sent(ctx, PlanSource{Plan: m.Plan, Revision: m.Revision}, nil)
	if err := broken([]source{found}); err != nil {
		return models.ComparisonMember{}, nil, err
	}
	return models.ComparisonMember{PlanID: found.PlanID, Revision: found.Revision}, found.faultsAt(at), nil
}

// ofMembers puts faults that the store found where the body has what they are of.
func ofMembers(invalid *planner.Invalid) *planner.Invalid {
	moved := &planner.Invalid{Faults: make([]planner.Fault, len(invalid.Faults))}
	for i, f := range invalid.Faults {
		if rest, ok := strings.CutSuffix(f.Path, ".plan_id"); ok {
			f.Path = rest + ".plan"
		}
		moved.Faults[i] = f
	}
	return moved
}

type replaceComparisonInput struct {
	ComparisonPath
	WriteCondition
	SentBody
}

func (s *Server) replaceComparison(ctx context.Context, in *replaceComparisonInput) (*storedAnswer, error) {
	if in.IfMatch == "" {
		return nil, errNoVersion
	}
	sent, err := object[ComparisonRequest](in.SentBody)
	if err != nil {
		return nil, err
	}
	return s.changeComparison(ctx, in.ComparisonPath, in.WriteCondition, func(models.Comparison) (ComparisonRequest, error) { return sent, nil })
}

func (s *Server) patchComparison(ctx context.Context, in *replaceComparisonInput) (*storedAnswer, error) {
	if in.IfMatch == "" {
		return nil, errNoVersion
	}
	document, err := sentPatch(in.SentBody)
	if err != nil {
		return nil, err
	}
	return s.changeComparison(ctx, in.ComparisonPath, in.WriteCondition, func(now models.Comparison) (ComparisonRequest, error) {
		patched, faults := merge(comparisonRequest(now), document)
		if len(faults) > 0 {
			return patched, refusedSent(&planner.Invalid{Faults: faults}, false)
		}
		return patched, nil
	})
}

// comparisonRequest is a stored comparison as it would be sent.
func comparisonRequest(c models.Comparison) ComparisonRequest {
	sent := ComparisonRequest{Name: c.Name, Title: c.Title, Note: c.Note, Baseline: c.Baseline, Measures: c.Measures, Members: make([]MemberRequest, len(c.Members))}
	for i, m := range c.Members {
		sent.Members[i] = MemberRequest{Plan: strconv.FormatInt(m.PlanID, 10), Revision: strconv.Itoa(m.Revision)}
	}
	return sent
}

// changeComparison stores what change makes of a comparison that is as the client
// saw it.
func (s *Server) changeComparison(ctx context.Context, at ComparisonPath, seen WriteCondition, change func(models.Comparison) (ComparisonRequest, error)) (*storedAnswer, error) {
	now, err := s.seenComparison(ctx, at.Comparison, seen.IfMatch)
	if err != nil {
		return nil, err
	}
	sent, err := change(now)
	if err != nil {
		return nil, err
	}
	c, err := s.wantedComparison(ctx, sent, now.Members)
	if err != nil {
		return nil, err
	}
	stored, err := s.Store.ReplaceComparison(ctx, strconv.FormatInt(now.ID, 10), now.Version, c)
	if err != nil {
		return nil, s.aboutComparison(ctx, at.Comparison, err)
	}
	return answerComparison(http.StatusOK, stored)
}

// seenComparison loads a comparison that an If-Match names as it is. That its plans
// have newer revisions since takes nothing from the change of it.
func (s *Server) seenComparison(ctx context.Context, ref, ifMatch string) (models.Comparison, error) {
	now, err := s.savedComparison(ctx, ref)
	if err != nil {
		return now, err
	}
	version := comparisonVersion(now)
	if !matches(ifMatch, comparisonTag(now)) && !namesTag(ifMatch, func(sent string) bool { return strings.HasPrefix(sent, version) && len(sent) == len(version)+9 }) {
		return now, s.outdatedComparison(ctx, ref)
	}
	return now, nil
}

type deleteComparisonInput struct {
	ComparisonPath
	WriteCondition
}

func (s *Server) deleteComparison(ctx context.Context, in *deleteComparisonInput) (*struct{}, error) {
	if in.IfMatch == "" {
		return nil, errNoVersion
	}
	now, err := s.seenComparison(ctx, in.Comparison, in.IfMatch)
	if err != nil {
		return nil, err
	}
	return nil, s.aboutComparison(ctx, in.Comparison, s.Store.DeleteComparison(ctx, strconv.FormatInt(now.ID, 10), now.Version))
}
