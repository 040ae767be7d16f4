package server

import (
	"net/http"
	"strings"
	"testing"
)

func TestPages(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/plans", "/plans/1", "/plans/two-sites-460", "/plans/1?baseline=2&lang=ko&unit=eok", "/api/docs"} {
		w := h.want(200, "GET", path, "", "Accept", "text/html")
		if got := w.Header().Get("Content-Type"); got != "text/html; charset=utf-8" {
			t.Errorf("%s: %q", path, got)
		}
	}
	if w := h.want(303, "GET", "/", ""); w.Header().Get("Location") != "/plans" {
		t.Errorf("/ leads to %q", w.Header().Get("Location"))
	}
	for _, path := range []string{"/plans/none", "/plans/1?baseline=none", "/plans/99999999999999999999"} {
		h.want(404, "GET", path, "", "Accept", "text/html")
	}
	h.want(422, "GET", "/plans?offset=x", "", "Accept", "text/html")
}

func TestLanguageAndUnitAreRemembered(t *testing.T) {
	h := newHouse(t)
	lang := func(headers ...string) string {
		body := h.want(200, "GET", "/plans", "", headers...).Body.String()
		_, after, _ := strings.Cut(body, `<html lang="`)
		return after[:2]
	}
	if lang() != "en" || lang("Accept-Language", "ko-KR,ko;q=0.9") != "ko" || lang("Accept-Language", "ko", "Cookie", "buildout_lang=en") != "en" || lang("Cookie", "buildout_lang=xx") != "en" {
		t.Error("the language is not the cookie's, else the browser's")
	}
	w := h.want(200, "GET", "/plans?lang=ko&unit=eok", "")
	response := http.Response{Header: w.Header()}
	remembered := map[string]string{}
	for _, cookie := range response.Cookies() {
		remembered[cookie.Name] = cookie.Value
		if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Secure {
			t.Errorf("cookie %s", cookie)
		}
	}
	if remembered["buildout_lang"] != "ko" || remembered["buildout_unit"] != "eok" {
		t.Errorf("remembered %v", remembered)
	}
	if cookies := h.want(200, "GET", "/plans?lang=xx&unit=yen", "").Header().Values("Set-Cookie"); len(cookies) != 0 {
		t.Errorf("nonsense is remembered: %q", cookies)
	}
}

func BenchmarkOverview(b *testing.B) {
	h := newHouse(b)
	for b.Loop() {
		h.want(200, "GET", "/plans/1", "", "Accept", "text/html")
	}
}
