// Buildout says of a datacenter plan what it can power, when, for how many
// won, and what survives when a site burns. This file only wires.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"buildout/config"
	"buildout/models"
	"buildout/planner/reference"
	"buildout/server"
	"buildout/server/command"
	"buildout/web"
	"buildout/web/terminal"

	"github.com/spf13/cobra"
)

// The exit statuses.
const (
	statusFine     = 0
	statusFinding  = 1 // the result has a finding of severity error, or a condition of --fail-if holds
	statusBadInput = 2
	statusStopped  = 130 // by Ctrl-C, as shells have it
)

// version is set by the linker.
var version string

// gcPercent lets the heap grow to five times what lives before it is collected:
// what lives is a few MB, and an evaluation leaves a MB behind. GOGC goes over it.
const gcPercent = 400

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run runs a command line and returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := &cobra.Command{
		Use:           "buildout",
		Short:         "What datacenters can power, when, for how many won, and what survives when a site burns",
		SilenceErrors: true, SilenceUsage: true,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(serveCommand(), healthCommand(), versionCommand())
	root.AddCommand(command.Commands(databaseFlag, programVersion())...)
	root.AddCommand(terminal.Commands(programVersion())...)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	switch err := root.ExecuteContext(ctx); {
	case err == nil:
		return statusFine
	case errors.Is(err, terminal.ErrFinding):
		return statusFinding
	case errors.Is(err, terminal.ErrHolds):
		fmt.Fprintln(stderr, err)
		return statusFinding
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, err)
		return statusStopped
	default:
		fmt.Fprintln(stderr, err)
		return statusBadInput
	}
}

func serveCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve [--addr HOST:PORT] [--database FILE|URL]",
		Short: "Serve the API and the pages",
		Long: `Serve the API and the pages.

Set by the environment, with flags over it:
  BUILDOUT_ADDR              address to listen on (127.0.0.1:8080)
  BUILDOUT_DATABASE          SQLite file or postgres:// URL (buildout.db)
  BUILDOUT_TOKEN             token asked of every client; needed beyond loopback
  BUILDOUT_TOKEN_FILE        file that holds the token
  BUILDOUT_LOG_LEVEL         debug, info, warn or error (info)
  BUILDOUT_SLOW_QUERY        time from which a statement of the database is logged (200ms)
  BUILDOUT_MAX_BODY_BYTES    largest body of a request (4194304)
  BUILDOUT_MAX_IMPORT_BYTES  largest body of a request that imports (67108864)
  BUILDOUT_RATE_LIMIT        requests of a client a second, and at once; 0 is no limit (5000)
  BUILDOUT_REQUEST_TIMEOUT   most time for a request (30s)
  BUILDOUT_EVALUATION_TIMEOUT  most time to evaluate a plan (10s)
  BUILDOUT_SWEEP_TIMEOUT     most time to vary a plan (5m)
  BUILDOUT_SHUTDOWN_TIMEOUT  time for requests in flight at the end (10s)`,
		Args: cobra.NoArgs,
	}
	flags := configFlags(cmd, "addr", "database")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c, err := config.Load(flags())
		if err != nil {
			return err
		}
		return serve(cmd.Context(), c, cmd.ErrOrStderr())
	}
	return cmd
}

// configFlags adds flags that go over environment variables. It returns the
// environment with them.
func configFlags(cmd *cobra.Command, names ...string) func() map[string]string {
	for _, name := range names {
		cmd.Flags().String(name, "", "in place of "+config.Prefix+strings.ToUpper(name))
	}
	return func() map[string]string {
		environ := map[string]string{}
		for _, entry := range os.Environ() {
			name, value, _ := strings.Cut(entry, "=")
			environ[name] = value
		}
		for _, name := range names {
			if f := cmd.Flags().Lookup(name); f.Changed {
				environ[config.Prefix+strings.ToUpper(name)] = f.Value.String()
			}
		}
		return environ
	}
}

// databaseFlag adds --database to a command. What it returns reads the address
// of that flag or the environment.
func databaseFlag(cmd *cobra.Command) func() (string, error) {
	flags := configFlags(cmd, "database")
	return func() (string, error) {
		c, err := config.Load(flags())
		return c.Database, err
	}
}

func serve(ctx context.Context, c config.Config, stderr io.Writer) error {
	log := slog.New(slog.NewJSONHandler(stderr, &slog.HandlerOptions{Level: c.LogLevel}))
	ref, examples, err := reference.Shipped()
	if err != nil {
		return err
	}
	store, err := models.Open(ctx, c.Database)
	if err != nil {
		return err
	}
	defer store.Close()
	store.Watch(models.Watch{Log: log, Slow: c.SlowQuery, RequestID: server.RequestID})
	if err := store.Seed(ctx, examples); err != nil {
		return fmt.Errorf("store the example plans: %w", err)
	}
	s, err := server.New(server.Options{
		Store: store, Reference: ref, Example: examples[0], Assets: web.Assets(), Log: log, Version: programVersion(), Token: c.Token,
		MaxBodyBytes: c.MaxBodyBytes, MaxImportBytes: c.MaxImportBytes, RateLimit: c.RateLimit,
		RequestTimeout: c.RequestTimeout, EvaluationTimeout: c.EvaluationTimeout, SweepTimeout: c.SweepTimeout, ShutdownTimeout: c.ShutdownTimeout,
	})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return err
	}
	log.Info("listening", "addr", listener.Addr().String(), "database", databaseKind(c.Database), "token", c.Token != "", "version", programVersion())
	if !web.Built() {
		log.Warn("the pages have no scripts and styles: run make build")
	}
	if err := s.Serve(ctx, listener); err != nil {
		return err
	}
	log.Info("stopped")
	return nil
}

// databaseKind names a database without its address, which may hold a password.
func databaseKind(url string) string {
	if strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://") {
		return "postgresql"
	}
	return "sqlite"
}

func healthCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "health [--addr HOST:PORT]",
		Short: "Ask a server on this machine whether it is ready",
		Args:  cobra.NoArgs,
	}
	flags := configFlags(cmd, "addr")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c, err := config.Load(flags())
		if err != nil {
			return err
		}
		return health(cmd.Context(), c.Addr)
	}
	return cmd
}

// health asks the server that listens on addr, on loopback where that is every
// address.
func health(ctx context.Context, addr string) error {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		var problem struct{ Detail string }
		_ = json.NewDecoder(response.Body).Decode(&problem) // a proxy may answer in its own way
		return fmt.Errorf("the server is not ready: %s %s", response.Status, problem.Detail)
	}
	return nil
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of the program",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "buildout", programVersion())
			return err
		},
	}
}

// programVersion is what the linker was told, else what go build recorded.
func programVersion() string {
	if version != "" {
		return version
	}
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, setting := range build.Settings {
		if setting.Key == "vcs.revision" {
			return setting.Value
		}
	}
	return build.Main.Version
}
