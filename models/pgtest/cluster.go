// Package pgtest gives tests a PostgreSQL of their own: one throw-away cluster
// for the test binary, one empty database for each that asks, and a cluster of
// its own for one that stops it.
package pgtest

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver named pgx
)

// Start returns the URL of a new, empty database, which goes away with the
// test binary. It skips the test where PostgreSQL is not installed; with
// BUILDOUT_REQUIRE_ALL=1 in the environment it fails it.
func Start(tb testing.TB) (url string) {
	tb.Helper()
	return running(tb, shared).database(tb)
}

// running returns a cluster, or ends the test as Start says.
func running(tb testing.TB, start func() (*Cluster, error)) *Cluster {
	tb.Helper()
	c, err := start()
	switch {
	case errors.Is(err, errNotInstalled) && os.Getenv("BUILDOUT_REQUIRE_ALL") != "1":
		tb.Skip(err)
	case err != nil:
		tb.Fatal(err)
	}
	return c
}

var (
	errNotInstalled = errors.New("pgtest: no initdb and postgres in PATH or /usr/lib/postgresql")
	shared          = sync.OnceValues(start)
	names           atomic.Int64
)

// Cluster is a PostgreSQL that runs.
type Cluster struct {
	port   int
	orders io.WriteCloser // the end of the pipe; once it is collected the server stops
	done   *bufio.Reader  // has a line for each order that is carried out
}

func (c *Cluster) url(database string) string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/%s?sslmode=disable", c.port, database)
}

func (c *Cluster) database(tb testing.TB) string {
	tb.Helper()
	admin, err := sql.Open("pgx", c.url("postgres"))
	if err != nil {
		tb.Fatal(err)
	}
	defer admin.Close()
	name := fmt.Sprintf("test_%d", names.Add(1))
	if _, err := admin.ExecContext(tb.Context(), "CREATE DATABASE "+name); err != nil {
		tb.Fatal("pgtest: ", err)
	}
	return c.url(name)
}

// start makes and runs a cluster. The server runs under a shell that waits for
// the end of a pipe only this process holds, and then stops it and removes its
// folder: so it ends with the test binary however that ends.
func start() (*Cluster, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		return nil, err
	}
	as, err := unprivileged(folder)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	port, err := freePort()
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	c, err := launch(bin, folder, port, as)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return c, c.ready()
}

// script runs a server until the pipe it reads ends, and does what comes through
// it: start, or the name of a signal that stops the server.
const script = `
program=$0
start() { "$program" "$@" >>log 2>&1 & server=$!; }
start "$@"
while read -r order; do
	case $order in
	start) start "$@" ;;
	*) kill -"$order" $server; wait $server ;;
	esac
	echo "$order"
done
kill -INT $server; wait $server; cd /; rm -rf "$OLDPWD"`

func launch(bin, folder string, port int, as *syscall.SysProcAttr) (*Cluster, error) {
	data := filepath.Join(folder, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "--pgdata", data, "--username", "postgres", "--auth", "trust",
		"--encoding", "UTF8", "--no-locale", "--no-sync")
	initdb.Dir, initdb.SysProcAttr = folder, as
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("pgtest: initdb: %w: %s", err, bytes.TrimSpace(out))
	}
	server := exec.Command("/bin/sh", "-c", script, filepath.Join(bin, "postgres"), "-D", data, "-p", strconv.Itoa(port),
		"-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="+folder, "-c", "fsync=off",
		"-c", "full_page_writes=off", "-c", "max_connections=200")
	server.Dir = folder
	attributes := syscall.SysProcAttr{Setpgid: true} // an interrupt of the terminal is not the server's
	if as != nil {
		attributes.Credential = as.Credential
	}
	server.SysProcAttr = &attributes
	orders, err := server.StdinPipe()
	if err != nil {
		return nil, err
	}
	done, err := server.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &Cluster{port, orders, bufio.NewReader(done)}, server.Start()
}

// ready waits until the server answers.
func (c *Cluster) ready() error {
	pool, err := sql.Open("pgx", c.url("postgres"))
	if err != nil {
		return err
	}
	defer pool.Close()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for range 1500 {
		if err = pool.PingContext(context.Background()); err == nil {
			return nil
		}
		<-tick.C
	}
	return fmt.Errorf("pgtest: the server does not answer: %w", err)
}

// binaries returns the folder of initdb and postgres.
func binaries() (string, error) {
	candidates, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if path, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			candidates = append(candidates, filepath.Dir(real), filepath.Dir(path))
		}
	}
	for _, folder := range candidates {
		_, initdb := os.Stat(filepath.Join(folder, "initdb"))
		_, postgres := os.Stat(filepath.Join(folder, "postgres"))
		if initdb == nil && postgres == nil {
			return folder, nil
		}
	}
	return "", errNotInstalled
}

// unprivileged returns what makes a child run as user postgres, or nobody, who
// comes to own folder: PostgreSQL refuses to run as root. It is nil for a
// process that is not root's.
func unprivileged(folder string) (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return nil, fmt.Errorf("pgtest: no user but root to run PostgreSQL: %w", err)
		}
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	if err := os.Chown(folder, uid, gid); err != nil {
		return nil, err
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
}

// freePort returns a port that nobody listens at, below those that Linux gives
// to connections: none of them may take it while its server is stopped.
func freePort() (port int, err error) {
	for range 100 {
		port = 10_000 + rand.IntN(20_000)
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			return port, l.Close()
		}
	}
	return 0, fmt.Errorf("pgtest: no free port: %w", err)
}
