package models

import (
	"bytes"
	"net"
	"net/url"
	"sync/atomic"
	"testing"
)

// wire is a TCP proxy before PostgreSQL that can lose the next BEGIN or COMMIT,
// or the answer to COMMIT, with the connection.
type wire struct {
	address string
	server  string
	lose    atomic.Int32
}

const (
	loseNothing int32 = iota
	loseBegin
	loseCommit
	loseAnswer
)

// newWire returns a wire to the database at address.
func newWire(t *testing.T, address string) *wire {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	w := &wire{server: u.Host}
	u.Host = listener.Addr().String()
	w.address = u.String()
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go w.carry(client)
		}
	}()
	return w
}

func (w *wire) carry(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", w.server)
	if err != nil {
		return
	}
	defer server.Close()
	var deaf atomic.Bool
	go func() {
		defer client.Close()
		buffer := make([]byte, 64<<10)
		for {
			n, err := server.Read(buffer)
			if err != nil || deaf.Load() {
				return // the answer came, so it is carried out
			}
			if _, err := client.Write(buffer[:n]); err != nil {
				return
			}
		}
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		begin, commit := bytes.Contains(buffer[:n], []byte("begin")), bytes.Contains(buffer[:n], []byte("commit\x00"))
		if begin && w.lose.CompareAndSwap(loseBegin, loseNothing) || commit && w.lose.CompareAndSwap(loseCommit, loseNothing) {
			return
		}
		if commit && w.lose.CompareAndSwap(loseAnswer, loseNothing) {
			deaf.Store(true)
		}
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
	}
}
