package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"buildout/models"
	"buildout/planner"
)

// maxNote is the most characters of the note of an approval.
const maxNote = 4000

type restoreInput struct {
	RevisionPath
	Address
	Condition
	ChangeHeaders
	KeyHeader
}

func (s *Server) restoreRevision(ctx context.Context, in *restoreInput) (*storedAnswer, error) {
	r, err := s.revision(ctx, in.ID, in.Revision)
	if err != nil {
		return nil, err
	}
	plan, err := s.planAt(r)
	if err != nil {
		return nil, err
	}
	ref, why, err := s.keyed(ctx, in.ID, in.ChangeHeaders, in.KeyHeader, &in.Address, SentBody{})
	if err != nil {
		return nil, err
	}
	if why.Reason == "" {
		why.Reason = fmt.Sprintf("restore revision %d", r.Number)
	}
	stored, err := s.update(ctx, ref, why, func(now models.StoredPlan) (planner.Plan, error) {
		if in.IfMatch != "" && !matches(in.IfMatch, planTag(now)) {
			return now.Plan, outdatedTag(now, in.IfMatch)
		}
		return plan, nil
	})
	if err != nil {
		return nil, err
	}
	out, err := answerPlans(http.StatusCreated, []models.StoredPlan{stored}, true)
	if err == nil {
		out.Location = revisionAddress(stored.ID, stored.Revision)
	}
	return out, err
}

func revisionAddress(plan int64, revision int) string {
	return planAddress(plan) + "/revisions/" + strconv.Itoa(revision)
}

// ApprovalRequest asks to approve a revision.
type ApprovalRequest struct {
	Name string `json:"name" doc:"Unique among those of the plan; not of digits alone" example:"board-2026-11" minLength:"1" maxLength:"100"`
	Note string `json:"note,omitempty" doc:"What was decided" maxLength:"4000"`
}

type approveInput struct {
	RevisionPath
	Address
	ChangeHeaders
	KeyHeader
	SentBody
}

func (s *Server) approveRevision(ctx context.Context, in *approveInput) (*storedAnswer, error) {
	asked, err := object[ApprovalRequest](in.SentBody)
	if err == nil {
		err = asked.check()
	}
	if err != nil {
		return nil, err
	}
	if _, err := s.revision(ctx, in.ID, in.Revision); err != nil {
		return nil, err
	}
	ref, why, err := s.keyed(ctx, in.ID, in.ChangeHeaders, in.KeyHeader, &in.Address, in.SentBody)
	if err != nil {
		return nil, err
	}
	r, err := s.approve(ctx, ref, in.Revision, models.Approval{Name: asked.Name, Note: asked.Note, By: why.Author}, why.Key)
	if err != nil {
		return nil, err
	}
	head, err := s.Store.Head(ctx, ref)
	if err != nil {
		return nil, err
	}
	shown := planRevision(r)
	out := &storedAnswer{Status: http.StatusCreated, ContentType: "application/json", ETag: contentTag(shown), Location: revisionAddress(head.ID, r.Number)}
	if r.Replayed {
		out.Replayed = "true"
	}
	out.Body, err = writeJSON(shown)
	return out, err
}

// approve approves a revision as this program evaluates it.
func (s *Server) approve(ctx context.Context, ref, revision string, a models.Approval, key models.Key) (models.Revision, error) {
	a.Program = s.Version
	r, err := s.Store.Approve(ctx, ref, revision, a, key)
	switch {
	case errors.Is(err, models.ErrDuplicate):
		err = problem(http.StatusConflict, fmt.Sprintf("Another revision of the plan is approved as %q. Give the approval a name of its own.", a.Name))
	case errors.Is(err, models.ErrApproved):
		err = problem(http.StatusConflict, "The revision is approved already, and an approval never changes. Approve another revision.")
	}
	return r, err
}

// check holds an approval against the rules of names and texts.
func (a ApprovalRequest) check() error {
	var faults []planner.Fault
	if !planner.ValidName(a.Name) || strings.Trim(a.Name, "0123456789") == "" {
		faults = append(faults, planner.Fault{Path: "name", Found: strconv.Quote(a.Name), Message: "a name has 1 to 100 characters, not digits alone, no control characters and no space at its ends"})
	}
	control := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
	if utf8.RuneCountInString(a.Note) > maxNote || strings.ContainsFunc(a.Note, control) {
		faults = append(faults, planner.Fault{Path: "note", Message: fmt.Sprintf("a note has at most %d characters and no control characters", maxNote)})
	}
	if len(faults) > 0 {
		return refusedSent(&planner.Invalid{Faults: faults}, false)
	}
	return nil
}
