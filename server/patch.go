package server

import (
	"encoding/json"
	"errors"

	"buildout/planner"

	jsonpatch "github.com/evanphx/json-patch/v5"
)

// merge makes a JSON merge patch (RFC 7396) to a value and decodes what comes of
// it, strictly. The faults have no lines: they stand in what nobody sent.
func merge[T any](value T, document []byte) (T, []planner.Fault) {
	merged, err := mergeJSON(value, document)
	if err == nil {
		value, err = planner.Decode[T](merged)
	}
	return value, faultsWithoutLines(err)
}

func mergeJSON(value any, document []byte) ([]byte, error) {
	was, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return jsonpatch.MergePatch(was, document)
}

// faultsWithoutLines lists the faults of a document that nobody sent.
func faultsWithoutLines(err error) []planner.Fault {
	var invalid *planner.Invalid
	switch {
	case err == nil:
		return nil
	case errors.As(withoutLines(err), &invalid):
		return invalid.Faults
	}
	return []planner.Fault{{Message: err.Error()}}
}
