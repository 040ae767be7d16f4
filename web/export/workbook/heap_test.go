package workbook

import (
	"bytes"
	"context"
	"runtime/debug"
	"sync"
	"testing"
)

// TestWorkbooksAreMadeAtOnce: several at a time are the file that one alone is,
// and leave the heap to grow as it did before.
func TestWorkbooksAreMadeAtOnce(t *testing.T) {
	const before = 321
	defer debug.SetGCPercent(debug.SetGCPercent(before))
	src := smallSource(t, smallPlan(t, "one-hall"))
	var files [4]bytes.Buffer
	var all sync.WaitGroup
	for i := range files {
		all.Go(func() {
			if err := Write(context.Background(), &files[i], src); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for i := range files {
		if !bytes.Equal(files[i].Bytes(), files[0].Bytes()) {
			t.Errorf("file %d differs from the first", i)
		}
	}
	if after := debug.SetGCPercent(before); after != before {
		t.Errorf("the heap may grow by %d %% afterwards, %d before", after, before)
	}
}
