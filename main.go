// Buildout says of a datacenter plan what it can power, when, for how many
// won, and what survives when a site burns. This file only wires.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"buildout/config"
	"buildout/models"
	"buildout/planner"
	"buildout/planner/reference"
	"buildout/server"
	"buildout/web"
	"buildout/web/export"

	"github.com/spf13/cobra"
)

// The exit statuses.
const (
	statusFine     = 0
	statusFinding  = 1 // the result has a finding of severity error
	statusBadInput = 2
)

// version is set by the linker.
var version string

// errFinding says that a plan could be evaluated and breaks a limit.
var errFinding = errors.New("the plan has findings of severity error")

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
	root.AddCommand(serveCommand(), evaluateCommand(), explainCommand(), varianceCommand(), plansCommand(), healthCommand(), versionCommand())
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	switch err := root.ExecuteContext(ctx); {
	case err == nil:
		return statusFine
	case errors.Is(err, errFinding):
		return statusFinding
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
  BUILDOUT_MAX_BODY_BYTES    largest body of a request (4194304)
  BUILDOUT_REQUEST_TIMEOUT   most time for a request (30s)
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

func serve(ctx context.Context, c config.Config, stderr io.Writer) error {
	log := slog.New(slog.NewJSONHandler(stderr, &slog.HandlerOptions{Level: c.LogLevel}))
	ref, examples, err := shipped()
	if err != nil {
		return err
	}
	store, err := models.Open(ctx, c.Database)
	if err != nil {
		return err
	}
	defer store.Close()
	if err := store.Seed(ctx, examples); err != nil {
		return fmt.Errorf("store the example plans: %w", err)
	}
	s, err := server.New(server.Options{
		Store: store, Reference: ref, Example: examples[0], Assets: web.Assets(), Log: log, Version: programVersion(), Token: c.Token,
		MaxBodyBytes: c.MaxBodyBytes, RequestTimeout: c.RequestTimeout, ShutdownTimeout: c.ShutdownTimeout,
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

func evaluateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "evaluate PLAN",
		Short: "Evaluate a plan: a file, - for standard input, or the name of an example",
		Long: `Evaluate a plan: a YAML or JSON file, - for standard input, or the name of an example.

The exit status is 0 where all is fine, 1 where the result has a finding of
severity error, 2 where the plan cannot be read; stderr then has every fault.`,
		Args: cobra.ExactArgs(1),
	}
	asJSON := cmd.Flags().Bool("json", false, "print the whole result as JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		result, err := evaluate(args[0], cmd.InOrStdin())
		if err != nil {
			return err
		}
		if err := printResult(cmd.OutOrStdout(), result, *asJSON); err != nil {
			return fmt.Errorf("print the result: %w", err)
		}
		if slices.ContainsFunc(result.Findings, func(f planner.Finding) bool { return f.Severity == planner.SeverityError }) {
			return errFinding
		}
		return nil
	}
	return cmd
}

func explainCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "explain PLAN [FIGURE]",
		Short: "Say where a figure comes from: its formula, what goes in, and the sources",
		Long: `Say where a figure of a plan comes from: its formula, what goes in with units
and sources, and the figures below it. Without a figure, list those at the head.

A figure is a path by names, such as budget/forecast_krw, budget/years/2023/paid_krw
or cost_lines/CODE/SITE/PHASE/amount_krw; a / in a name is written %2F. The plan is
a file, - for standard input, or the name of an example.

The exit status is 0, or 2 where the plan cannot be read or has no such figure.`,
		Args: cobra.RangeArgs(1, 2),
	}
	depth := cmd.Flags().Int("depth", 1, "levels to go down")
	asJSON := cmd.Flags().Bool("json", false, "print the explanations as JSON, a list in the order they are told")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if *depth < 1 || *depth > maxDepth {
			return fmt.Errorf("--depth is %d; it is a number from 1 to %d", *depth, maxDepth)
		}
		result, err := evaluate(args[0], cmd.InOrStdin())
		switch w := cmd.OutOrStdout(); {
		case err != nil:
			return err
		case len(args) == 1 && *asJSON:
			return printJSON(w, planner.Figures(result))
		case len(args) == 1:
			return export.Figures(w, result)
		case *asJSON:
			return export.ExplanationJSON(w, result, args[1], *depth)
		default:
			return export.Explanation(w, result, args[1], *depth)
		}
	}
	return cmd
}

// maxDepth is the most levels that explain goes down.
const maxDepth = 20

func varianceCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "variance BASE PLAN",
		Short: "Say why the forecast of a plan differs from that of another",
		Long: `Say why the forecast of a plan differs from that of another, in won: scope,
quantity, price, exchange rate, timing, books and VAT, in total and by line. A plan
is a file, - for standard input, or the name of an example.

The exit status is 0, or 2 where a plan cannot be read.`,
		Args: cobra.ExactArgs(2),
	}
	asJSON := cmd.Flags().Bool("json", false, "print the variance as JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if args[0] == "-" && args[1] == "-" {
			return errors.New("only one of the two plans can come from standard input")
		}
		base, err := evaluate(args[0], cmd.InOrStdin())
		if err != nil {
			return fmt.Errorf("%s: %w", args[0], err)
		}
		now, err := evaluate(args[1], cmd.InOrStdin())
		if err != nil {
			return fmt.Errorf("%s: %w", args[1], err)
		}
		variance := planner.Variance(base, now)
		if *asJSON {
			return printJSON(cmd.OutOrStdout(), variance)
		}
		return export.Variance(cmd.OutOrStdout(), base.Plan, now.Plan, variance)
	}
	return cmd
}

func evaluate(name string, stdin io.Reader) (planner.Result, error) {
	ref, examples, err := shipped()
	if err != nil {
		return planner.Result{}, err
	}
	plan, err := readPlan(name, stdin, ref, examples)
	if err != nil {
		return planner.Result{}, err
	}
	return planner.Evaluate(plan, ref)
}

// readPlan reads standard input for -, else the file of that name, else the
// example of that name.
func readPlan(name string, stdin io.Reader, ref planner.Reference, examples []planner.Plan) (planner.Plan, error) {
	if name == "-" {
		document, err := io.ReadAll(stdin)
		if err != nil {
			return planner.Plan{}, fmt.Errorf("read standard input: %w", err)
		}
		return planner.DecodePlan(document, ref)
	}
	document, err := os.ReadFile(name)
	if err == nil {
		return planner.DecodePlan(document, ref)
	}
	var names []string
	for _, example := range examples {
		if example.Name == name {
			return example, nil
		}
		names = append(names, example.Name)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return planner.Plan{}, fmt.Errorf("%s is neither a file nor an example; the examples are %s", name, strings.Join(names, ", "))
	}
	return planner.Plan{}, err
}

func printResult(w io.Writer, result planner.Result, asJSON bool) error {
	if !asJSON {
		return export.Table(w, result)
	}
	return printJSON(w, result)
}

func printJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

func plansCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "plans",
		Short: "List the example plans and how they stand",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ref, examples, err := shipped()
			if err != nil {
				return err
			}
			results := make([]planner.Result, len(examples))
			for i, example := range examples {
				if results[i], err = planner.Evaluate(example, ref); err != nil {
					return fmt.Errorf("example %s: %w", example.Name, err)
				}
			}
			return export.Plans(cmd.OutOrStdout(), results)
		},
	}
}

// shipped loads the reference values and the example plans.
func shipped() (planner.Reference, []planner.Plan, error) {
	ref, err := reference.Load()
	if err != nil {
		return ref, nil, fmt.Errorf("load the reference values: %w", err)
	}
	examples, err := reference.Examples(ref)
	if err != nil {
		return ref, nil, fmt.Errorf("load the example plans: %w", err)
	}
	return ref, examples, nil
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
		return fmt.Errorf("the server is not ready: %s", response.Status)
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
