//go:build race

package workbook

import "testing"

// heavy skips a test that works out whole workbooks many times: make unit runs it
// without the race detector, which makes it take minutes and finds nothing more
// than the tests that stay.
func heavy(tb testing.TB) { tb.Skip("skipped: worked out without the race detector") }
