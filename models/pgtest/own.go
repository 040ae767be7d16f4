package pgtest

import (
	"fmt"
	"strings"
	"testing"
)

// Own returns a cluster that no other test uses, which goes away with the test.
// It skips or fails the test as Start does.
func Own(tb testing.TB) *Cluster {
	tb.Helper()
	c := running(tb, start)
	tb.Cleanup(func() { c.orders.Close() })
	return c
}

// Database returns the URL of a new, empty database.
func (c *Cluster) Database(tb testing.TB) (url string) {
	tb.Helper()
	return c.database(tb)
}

// Stop stops the server as an administrator does: it ends every connection, and
// what is being written is rolled back.
func (c *Cluster) Stop(tb testing.TB) {
	tb.Helper()
	c.order(tb, "INT")
}

// Crash stops the server with no word to anyone, as its crash would.
func (c *Cluster) Crash(tb testing.TB) {
	tb.Helper()
	c.order(tb, "QUIT")
}

// Restart starts the server that was stopped, and waits until it answers.
func (c *Cluster) Restart(tb testing.TB) {
	tb.Helper()
	c.order(tb, "start")
	if err := c.ready(); err != nil {
		tb.Fatal(err)
	}
}

// order returns once the order is carried out.
func (c *Cluster) order(tb testing.TB, order string) {
	tb.Helper()
	_, err := fmt.Fprintln(c.orders, order)
	if err == nil {
		var answer string
		if answer, err = c.done.ReadString('\n'); err == nil && strings.TrimSpace(answer) != order {
			err = fmt.Errorf("it answers %q", answer)
		}
	}
	if err != nil {
		tb.Fatalf("pgtest: %s: %v", order, err)
	}
}
