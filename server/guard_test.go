package server

import (
	"encoding/base64"
	"strings"
	"testing"
)

func TestTokenIsAskedOfEveryClient(t *testing.T) {
	inTurn(t)
	h := newHouse(t, func(o *Options) { o.Token = token })
	basic := func(password string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte("anyone:"+password))
	}
	sent := map[string]bool{
		"": false, "Bearer wrong": false, "Bearer": false, "Bearer ": false, basic("wrong"): false, basic(""): false, "Basic %%%": false,
		token: false, "Digest " + token: false, "Bearer " + token + "x": false,
		"Bearer " + token: true, "bearer " + token: true, basic(token): true,
	}
	for authorization, admitted := range sent {
		for _, path := range []string{"/plans", "/", "/api/v1/plans", "/api/docs", "/openapi.json", "/metrics", "/assets/app-HASH.js", "/nothing"} {
			w := h.do("GET", path, "", "Authorization", authorization)
			if (w.Code != 401) != admitted {
				t.Errorf("%s with %q: %d", path, authorization, w.Code)
			}
			if challenges := w.Header().Values("WWW-Authenticate"); !admitted && len(challenges) != 2 {
				t.Errorf("%s: challenges %q", path, challenges)
			}
		}
		for _, path := range []string{"/healthz", "/readyz"} {
			h.want(200, "GET", path, "", "Authorization", authorization)
		}
	}
	h.wantProblem(401, "DELETE", "/api/v1/plans/1", "", "If-Match", "*")
	h.want(200, "GET", "/healthz", "", "Host", "buildout.example.com")
	if strings.Contains(h.log.String(), token) {
		t.Error("the log has the token")
	}
}

func TestForeignHostIsRefusedWithoutToken(t *testing.T) {
	h := newHouse(t)
	for host, admitted := range map[string]bool{
		"localhost": true, "LOCALHOST:8080": true, "127.0.0.1": true, "127.1.2.3:99": true, "[::1]:8080": true, "[::1]": true,
		"example.com": false, "localhost.example.com": false, "127.0.0.1.example.com": false, "10.0.0.1": false, "0.0.0.0": false, "[::]": false,
	} {
		if w := h.do("GET", "/api/v1/plans", "", "Host", host); (w.Code == 200) != admitted || !admitted && w.Code != 421 {
			t.Errorf("Host %s: %d", host, w.Code)
		}
	}
}

func TestForeignOriginMayNotWrite(t *testing.T) {
	h := newHouse(t)
	h.wantProblem(403, "POST", "/api/v1/plans", examplePlan(t, "csrf"), "Sec-Fetch-Site", "cross-site")
	h.wantProblem(403, "DELETE", "/api/v1/plans/1", "", "Origin", "https://example.com", "If-Match", "*")
	h.want(200, "GET", "/api/v1/plans", "", "Sec-Fetch-Site", "cross-site")
	h.want(201, "POST", "/api/v1/plans", examplePlan(t, "own"), "Sec-Fetch-Site", "same-origin")
}

func TestHeadersOfEveryResponse(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/plans", "/api/v1/plans", "/nothing", "/healthz", "/assets/app-HASH.js", "/api/docs"} {
		header := h.do("GET", path, "").Header()
		policy := header.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "script-src 'self';", "style-src 'self';", "base-uri 'none'", "frame-ancestors 'none'"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: the policy lacks %s", path, part)
			}
		}
		for _, name := range []string{"X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy", "Cache-Control", "X-Request-Id"} {
			if header.Get(name) == "" {
				t.Errorf("%s: no %s", path, name)
			}
		}
	}
}
