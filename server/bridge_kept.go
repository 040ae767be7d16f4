package server

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"buildout/planner/compare"
)

// bridge says why a figure of one plan is not that of another. Bridges are kept
// by the hashes of the two plans. Unlike what else is kept, one that nobody waits
// for any more is not worked out to its end.
func (s *Server) bridge(ctx context.Context, from, to compare.Case, o compare.BridgeOptions) (compare.BridgeResult, error) {
	if made, ok := s.bridgeAtHand(from, to, o); ok {
		return made, nil
	}
	made, err := s.evaluator().Bridge(ctx, from, to, o)
	if err != nil {
		return made, err
	}
	body, err := json.Marshal(made)
	if err != nil {
		return made, fmt.Errorf("write bridge from %s to %s: %w", from.Name, to.Name, err)
	}
	s.kept.Set(bridgeKey(from, to, o), body)
	return made, nil
}

// bridgeAtHand returns a bridge that was worked out lately.
func (s *Server) bridgeAtHand(from, to compare.Case, o compare.BridgeOptions) (made compare.BridgeResult, ok bool) {
	body, ok := s.kept.GetIfPresent(bridgeKey(from, to, o))
	if !ok || json.Unmarshal(body, &made) != nil {
		return made, false
	}
	made.From.Name, made.To.Name = from.Name, to.Name
	return made, true
}

func bridgeKey(from, to compare.Case, o compare.BridgeOptions) keptKey {
	if o.Of == "" {
		o.Of = compare.ForecastKRW
	}
	if o.Detail == "" {
		o.Detail = compare.ByDriver
	}
	asked := strings.Join([]string{"bridge", to.Result.Plan.Hash, string(o.Of), string(o.Detail), fmt.Sprint(o.Evaluations)}, " ")
	return keptKey{hash: from.Result.Plan.Hash, asked: asked}
}

// soonBridged is the most plans of a bridge that a page waits for before it is
// sent. A page that needs more is sent without, and loads that part by itself.
const soonBridged = 32

// bridgeSoon returns a bridge that is at hand or quickly worked out, or wanted at
// once; else how many plans are to be worked out for it.
func (s *Server) bridgeSoon(ctx context.Context, from, to compare.Case, o compare.BridgeOptions, wanted bool) (made *compare.BridgeResult, plans int, err error) {
	if at, ok := s.bridgeAtHand(from, to, o); ok {
		return &at, 0, nil
	}
	if !wanted {
		if _, plans, err = s.evaluator().BridgeSize(from, to, o); err != nil || plans > soonBridged {
			return nil, plans, err
		}
	}
	worked, err := s.bridge(ctx, from, to, o)
	return &worked, 0, err
}
