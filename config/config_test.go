package config

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const token = "0123456789abcdef"

func TestDefaults(t *testing.T) {
	got, err := Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Addr: "127.0.0.1:8080", Database: "buildout.db", LogLevel: slog.LevelInfo, MaxBodyBytes: 4 << 20, MaxImportBytes: 64 << 20,
		SlowQuery: 200 * time.Millisecond, RateLimit: 5000, EvaluationTimeout: 10 * time.Second, RequestTimeout: 30 * time.Second, SweepTimeout: 5 * time.Minute, ShutdownTimeout: 10 * time.Second,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTokenFromFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Load(map[string]string{"BUILDOUT_ADDR": "0.0.0.0:80", "BUILDOUT_TOKEN_FILE": file})
	if err != nil || got.Token != token {
		t.Errorf("token %q, error %v", got.Token, err)
	}
}

func TestAddressNeedsTokenUnlessLoopback(t *testing.T) {
	for addr, loopback := range map[string]bool{
		"127.0.0.1:8080": true, "127.8.9.1:0": true, "[::1]:8080": true, "localhost:80": true, "[::ffff:127.0.0.1]:80": true,
		":8080": false, "0.0.0.0:8080": false, "[::]:8080": false, "10.0.0.1:80": false, "example.com:80": false, "localhost.example.com:80": false,
	} {
		_, bare := Load(map[string]string{"BUILDOUT_ADDR": addr})
		if (bare == nil) != loopback {
			t.Errorf("%s without a token: %v", addr, bare)
		}
		if bare != nil && !strings.Contains(bare.Error(), "set BUILDOUT_TOKEN") {
			t.Errorf("%s: the error does not say what to do: %v", addr, bare)
		}
		if _, err := Load(map[string]string{"BUILDOUT_ADDR": addr, "BUILDOUT_TOKEN": token}); err != nil {
			t.Errorf("%s with a token: %v", addr, err)
		}
	}
}

func TestEveryFaultAtOnce(t *testing.T) {
	_, err := Load(map[string]string{
		"BUILDOUT_ADDR": "nowhere", "BUILDOUT_TOKEN": "kurz €", "BUILDOUT_LOG_LEVEL": "loud",
		"BUILDOUT_MAX_BODY_BYTES": "many", "BUILDOUT_REQUEST_TIMEOUT": "30", "BUILDOUT_SHUTDOWN_TIMEOUT": "soon",
		"BUILDOUT_RATE_LIMIT": "fast", "BUILDOUT_EVALUATION_TIMEOUT": "10", "BUILDOUT_MAX_IMPORT_BYTES": "1G",
	})
	if err == nil {
		t.Fatal("accepted")
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 10 {
		t.Errorf("%d faults, want 10:\n%v", len(lines), err)
	}
	for _, name := range []string{"ADDR", "LOG_LEVEL", "MAX_BODY_BYTES", "REQUEST_TIMEOUT", "SHUTDOWN_TIMEOUT", "RATE_LIMIT", "EVALUATION_TIMEOUT", "MAX_IMPORT_BYTES"} {
		if !strings.Contains(err.Error(), "BUILDOUT_"+name) {
			t.Errorf("no fault names BUILDOUT_%s:\n%v", name, err)
		}
	}
	if strings.Contains(err.Error(), "kurz") {
		t.Errorf("a fault shows the token:\n%v", err)
	}
}

func TestRefused(t *testing.T) {
	for name, environ := range map[string]map[string]string{
		"short token":      {"BUILDOUT_TOKEN": "short"},
		"token twice":      {"BUILDOUT_TOKEN": token, "BUILDOUT_TOKEN_FILE": "x"},
		"missing file":     {"BUILDOUT_TOKEN_FILE": filepath.Join(t.TempDir(), "none")},
		"tiny body":        {"BUILDOUT_MAX_BODY_BYTES": "10"},
		"instant timeout":  {"BUILDOUT_REQUEST_TIMEOUT": "1ms"},
		"tiny import":      {"BUILDOUT_MAX_IMPORT_BYTES": "1023"},
		"negative rate":    {"BUILDOUT_RATE_LIMIT": "-1"},
		"endless rate":     {"BUILDOUT_RATE_LIMIT": "10000001"},
		"no evaluation":    {"BUILDOUT_EVALUATION_TIMEOUT": "9ms"},
		"no sweep":         {"BUILDOUT_SWEEP_TIMEOUT": "900ms"},
		"negative slow":    {"BUILDOUT_SLOW_QUERY": "-1ms"},
		"negative timeout": {"BUILDOUT_SHUTDOWN_TIMEOUT": "-1s"},
	} {
		if _, err := Load(environ); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
