//go:build !race

package workbook

import "testing"

// heavy skips a test where the race detector makes it take minutes.
func heavy(testing.TB) {}
