# make help lists the targets.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
SOAK ?= 60s

assets := web/assets
built := $(assets)/dist/manifest.json
installed := $(assets)/node_modules/.installed
generated := $(assets)/client/node_modules/.installed
sources := $(shell find $(assets)/src -type f 2>/dev/null) $(wildcard $(assets)/*.mjs $(assets)/tsconfig.json $(assets)/package.json)

.PHONY: help run build assets test lint unit client e2e bench soak clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "%-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## Build and serve on http://127.0.0.1:8080 from ./buildout.db
	bin/buildout serve

build: assets ## Build bin/buildout
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o bin/buildout .

assets: $(built) ## Build the scripts and styles where their sources are newer

$(installed): $(assets)/package-lock.json
	npm ci --prefix $(assets) --no-audit --no-fund
	touch $@

$(generated): $(assets)/client/package-lock.json
	npm ci --prefix $(assets)/client --no-audit --no-fund
	touch $@

$(built): $(installed) $(sources)
	npm run build --prefix $(assets)
	touch $@

test: build lint unit client e2e ## Check and test everything

lint: assets ## Check format, vet and staticcheck
	@unformatted=$$(gofmt -l $$(go list -f '{{.Dir}}' ./...)); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	go vet ./...
	go run $(STATICCHECK) ./...

# Packages with a goroutine or a lock in their sources or tests. The race detector,
# under which all takes ten times as long, runs over these; over all in make soak.
concurrent = $$(grep -lE '\bgo func|\.Go\(func|sync\.(RW)?Mutex|atomic\.' $$(go list -f '{{.Dir}}/*.go' ./...) | xargs -n1 dirname | sort -u)

# The race detector needs a C compiler; the program itself does not.
unit: assets
	go test ./...
	@if command -v $${CC:-gcc} >/dev/null; then \
		CGO_ENABLED=1 go test -race -short $(concurrent); \
	elif [ -n "$${BUILDOUT_REQUIRE_ALL:-}" ]; then \
		echo "no C compiler for the race detector"; exit 1; \
	else \
		echo "skipped: the race detector, for want of a C compiler"; \
	fi

client: build $(generated) ## Generate a client from the OpenAPI document and use it
	npm test --prefix $(assets)/client

e2e: build
	@if command -v chromium chromium-browser google-chrome >/dev/null || [ -n "$${BUILDOUT_REQUIRE_ALL:-}" ]; then \
		npm test --prefix $(assets); \
	else \
		echo "skipped: the pages in a browser, for want of Chromium"; \
	fi

bench: assets ## Print the benchmarks, with the program's share of garbage
	GOGC=400 go test -run '^$$' -bench . -benchmem ./...

soak: assets ## Fuzz every parser for SOAK (60s) each; check properties, stress and kill at length
	@for package in $$(go list ./...); do \
		for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
			echo "$$package $$target"; go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(SOAK) $$package; \
		done; \
	done
	@for package in $$(go list -f '{{.ImportPath}} {{.TestImports}} {{.XTestImports}}' ./... | awk '/pgregory.net\/rapid/ {print $$1}'); do \
		go test -count 1 -timeout 30m $$package -rapid.checks=5000; \
	done
	BUILDOUT_SOAK=1 go test -count 1 -timeout 60m -run RandomPlans ./web/export/workbook
	BUILDOUT_SOAK=1 CGO_ENABLED=1 go test -race -count 1 -timeout 90m -run 'Soak|Stress|Model|Kill|MemoryFlat' ./...
	CGO_ENABLED=1 go test -race -timeout 90m ./...

clean: ## Remove what was built; the database stays
	rm -rf bin $(assets)/node_modules $(assets)/client/node_modules $(assets)/client/generated
	find $(assets)/dist -mindepth 1 ! -name .gitkeep -delete
