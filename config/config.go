// Package config says how the program runs: environment in, one value out,
// read once. Only main uses it.
package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
)

// Prefix begins the name of every environment variable that is read.
const Prefix = "BUILDOUT_"

// minTokenLength is the least length of a bearer token: 16 random characters
// cannot be guessed over a network.
const minTokenLength = 16

// mostRate is a rate that no machine answers.
const mostRate = 10_000_000

// Config is how the program runs.
type Config struct {
	Addr              string        `env:"ADDR" envDefault:"127.0.0.1:8080"`       // HOST:PORT to listen on
	Database          string        `env:"DATABASE" envDefault:"buildout.db"`      // file of SQLite, or postgres:// URL
	Token             string        `env:"TOKEN"`                                  // bearer token asked of every client; none where empty
	TokenFile         string        `env:"TOKEN_FILE"`                             // file that holds the token
	SlowQuery         time.Duration `env:"SLOW_QUERY" envDefault:"200ms"`          // statements that take longer are logged
	LogLevel          slog.Level    `env:"LOG_LEVEL" envDefault:"info"`            // debug, info, warn or error
	MaxBodyBytes      int64         `env:"MAX_BODY_BYTES" envDefault:"4194304"`    // of a request
	MaxImportBytes    int64         `env:"MAX_IMPORT_BYTES" envDefault:"67108864"` // of a request that imports
	RateLimit         int           `env:"RATE_LIMIT" envDefault:"5000"`           // requests of a client a second; 0 is no limit
	RequestTimeout    time.Duration `env:"REQUEST_TIMEOUT" envDefault:"30s"`
	EvaluationTimeout time.Duration `env:"EVALUATION_TIMEOUT" envDefault:"10s"` // of one plan
	SweepTimeout      time.Duration `env:"SWEEP_TIMEOUT" envDefault:"5m"`       // of a plan whose inputs are varied
	ShutdownTimeout   time.Duration `env:"SHUTDOWN_TIMEOUT" envDefault:"10s"`   // for requests in flight
}

// Load reads the variables that begin with Prefix from environ, validates them
// and reads the token file. The error joins every fault.
func Load(environ map[string]string) (Config, error) {
	var c Config
	var faults []error
	malformed := env.ParseWithOptions(&c, env.Options{Environment: environ, Prefix: Prefix})
	if malformed != nil {
		faults = append(faults, parseFaults(malformed)...)
	}
	faults = append(faults, c.readToken())
	faults = append(faults, c.validate(malformed != nil)...)
	return c, errors.Join(faults...)
}

// parseFaults names the variable and the value that could not be read.
func parseFaults(err error) []error {
	var all env.AggregateError
	if !errors.As(err, &all) {
		return []error{err}
	}
	faults := make([]error, len(all.Errors))
	for i, e := range all.Errors {
		var parse env.ParseError
		if errors.As(e, &parse) {
			e = fmt.Errorf("%s: %w", variable(parse.Name), parse.Err)
		}
		faults[i] = e
	}
	return faults
}

// variable names the environment variable of a field.
func variable(field string) string {
	var b strings.Builder
	b.WriteString(Prefix)
	for i, r := range field {
		if i > 0 && r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return strings.ToUpper(b.String())
}

func (c *Config) readToken() error {
	if c.TokenFile == "" {
		return nil
	}
	if c.Token != "" {
		return errors.New("BUILDOUT_TOKEN and BUILDOUT_TOKEN_FILE are both set; set one")
	}
	text, err := os.ReadFile(c.TokenFile)
	if err != nil {
		return fmt.Errorf("BUILDOUT_TOKEN_FILE: %w", err)
	}
	c.Token = strings.TrimSpace(string(text))
	if c.Token == "" {
		return fmt.Errorf("BUILDOUT_TOKEN_FILE: %s is empty", c.TokenFile)
	}
	return nil
}

// validate checks values against each other. Numbers that could not be read
// are zero and were reported; malformed leaves out what would repeat that.
func (c *Config) validate(malformed bool) []error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	host, _, err := net.SplitHostPort(c.Addr)
	switch {
	case err != nil:
		fault("BUILDOUT_ADDR: %q is not HOST:PORT, such as 127.0.0.1:8080", c.Addr)
	case !Loopback(host) && c.Token == "" && c.TokenFile == "":
		fault("BUILDOUT_ADDR: %s can be reached from other machines, so a token is needed: set BUILDOUT_TOKEN or BUILDOUT_TOKEN_FILE, or listen on 127.0.0.1", c.Addr)
	}
	if c.Database == "" {
		fault("BUILDOUT_DATABASE is empty; give a file or a postgres:// URL")
	}
	if c.Token != "" && len(c.Token) < minTokenLength {
		fault("the token has %d characters; give it at least %d, such as from `openssl rand -hex 16`", len(c.Token), minTokenLength)
	}
	if strings.ContainsFunc(c.Token, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		fault("the token holds a space or a character beyond ASCII; HTTP headers cannot carry it")
	}
	if malformed {
		return faults
	}
	if c.MaxBodyBytes < 1024 {
		fault("BUILDOUT_MAX_BODY_BYTES: %d is too few for a plan; give at least 1024", c.MaxBodyBytes)
	}
	if c.MaxImportBytes < 1024 {
		fault("BUILDOUT_MAX_IMPORT_BYTES: %d is too few for an import; give at least 1024", c.MaxImportBytes)
	}
	if c.RateLimit < 0 || c.RateLimit > mostRate {
		fault("BUILDOUT_RATE_LIMIT: %d is not from 1 to %d requests a second, nor 0 for no limit", c.RateLimit, mostRate)
	}
	if c.EvaluationTimeout < 10*time.Millisecond {
		fault("BUILDOUT_EVALUATION_TIMEOUT: %s is too short for any plan; give at least 10ms", c.EvaluationTimeout)
	}
	if c.SweepTimeout < time.Second {
		fault("BUILDOUT_SWEEP_TIMEOUT: %s is too short; give at least 1s", c.SweepTimeout)
	}
	if c.RequestTimeout < time.Second {
		fault("BUILDOUT_REQUEST_TIMEOUT: %s is too short; give at least 1s", c.RequestTimeout)
	}
	if c.SlowQuery < 0 {
		fault("BUILDOUT_SLOW_QUERY: %s is negative; 0s logs every statement", c.SlowQuery)
	}
	if c.ShutdownTimeout < 0 {
		fault("BUILDOUT_SHUTDOWN_TIMEOUT: %s is negative", c.ShutdownTimeout)
	}
	return faults
}

// Loopback reports whether only this machine reaches a host: localhost or a
// loopback address. A host that is empty means all addresses.
func Loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}
