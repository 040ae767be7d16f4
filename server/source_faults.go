package server

import (
	"net/http"

	"buildout/planner"

	"github.com/danielgtaylor/huma/v2"
)

// whereabouts says where a request names what is wrong with the i-th of its plans.
type whereabouts func(i int, from source) []*huma.ErrorDetail

// asked is where plans stand that are named in a query.
func asked(locations ...string) whereabouts {
	return func(i int, from source) (list []*huma.ErrorDetail) {
		for _, f := range faultsWithoutLines(from.Fault) {
			at := ""
			if f.Path != "plan" && f.Path != "revision" && f.Path != "" {
				at = f.Path + ": "
			}
			list = append(list, &huma.ErrorDetail{Message: at + f.Message, Location: locations[min(i, len(locations)-1)], Value: from.Ref})
		}
		return list
	}
}

// sentAt is where plans stand that are named at paths of a body.
func sentAt(paths []string) whereabouts {
	return func(i int, from source) []*huma.ErrorDetail {
		return faulty("", &planner.Invalid{Faults: from.faultsAt(paths[i])}).Errors
	}
}

// refusedSources says why plans cannot be compared.
func refusedSources(detail string, list []source, where whereabouts) *huma.ErrorModel {
	p := problem(http.StatusUnprocessableEntity, detail)
	for i, from := range list {
		if from.Fault != nil {
			p.Errors = append(p.Errors, where(i, from)...)
		}
	}
	return p
}
