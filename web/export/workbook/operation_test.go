package workbook

import (
	"math/rand/v2"
	"strings"
	"testing"

	"buildout/planner/reference/exampletest"
)

// operationLive are the keys of checks of operation.
func operationLive(checks []check) (keys []string) {
	for _, c := range checks {
		if strings.HasPrefix(c.key, "operation_") || strings.HasPrefix(c.key, "lease_") {
			keys = append(keys, c.key)
		}
	}
	return keys
}

// operationInputs reports whether operation alone hangs on an input.
func operationInputs(path string) bool {
	for _, part := range []string{"values/tariffs.", "tariffs/", "values/climates.", "climates/", "values/grid_carbon", "values/assumptions.", "values/asset_classes.", "leases/", "gross_area_m2"} {
		if strings.Contains(path, part) {
			return true
		}
	}
	return false
}

// TestOperationFollowsItsInputs changes tariffs, climates, growth, carbon, wages,
// shares of assets and leases, and holds operation by month against the program.
func TestOperationFollowsItsInputs(t *testing.T) {
	inTurn(t)
	t.Parallel()
	for seed, name := range []string{"two-sites-460", "ansan-460", "as-it-went"} {
		plan := exampletest.Plan(t, name)
		random := rand.New(rand.NewPCG(19, uint64(seed)))
		x := newTrialOf(t, name, plan, random, 12, func(c *inputCell) bool { return operationInputs(c.path) })
		x.book.checks = checksOf(x.book.checks, operationLive(x.book.checks))
		x.want.checks = checksOf(x.want.checks, operationLive(x.want.checks))
		x.recalculated(t)
	}
}
