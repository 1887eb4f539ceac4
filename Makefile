# What developers run. CI runs .ci/run, which installs what it needs first.

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2

# go test, vet and staticcheck leave folders named testdata out of ./...; the
# package of bundled articles lives in one.
PACKAGES = ./... ./testdata

FUZZTIME = 30s

GOVULNCHECK = golang.org/x/vuln/cmd/govulncheck@v1.9.0
# 2.16 and later package for Windows by a module that the proxy does not serve.
GORELEASER = github.com/goreleaser/goreleaser/v2@v2.15.0

.PHONY: check fmt vet lint vulnerabilities release packages print-goreleaser test race cross build fuzz torture mutate opensearch opensearch-long opensearch-load bench peers side-by-side pictures demo

check: fmt vet lint cross race

# fmt fails if a file is not formatted, and names it.
fmt:
	@files=$$(gofmt -l .); test -z "$$files" || { echo "not formatted:"; echo "$$files"; exit 1; }

# vet looks at bench as well, which is a module of its own: nothing else notices when it no longer builds.
vet:
	go vet $(PACKAGES)
	cd bench && go vet ./...

lint:
	go run $(STATICCHECK) $(PACKAGES)

# vulnerabilities looks for known holes in what is called; it asks vuln.go.dev.
vulnerabilities:
	go run $(GOVULNCHECK) ./...

# release looks whether the recipe of a release is sound.
release:
	go run $(GORELEASER) check

# packages makes what a release would be made of, in dist: archives, deb, rpm, checksums.
packages:
	go run $(GORELEASER) release --snapshot --clean --skip=sbom,publish

print-goreleaser:
	@echo $(GORELEASER)

test:
	go test $(PACKAGES)

race:
	go test -race -timeout 30m $(PACKAGES)

# cross builds for the other systems that fihris runs on. That of 32 bits is
# vetted, too: there an int holds no uint32.
cross: export CGO_ENABLED = 0
cross:
	GOOS=linux GOARCH=386 go build ./...
	GOOS=linux GOARCH=386 go vet $(PACKAGES)
	GOOS=windows GOARCH=amd64 go build ./...
	GOOS=darwin GOARCH=arm64 go build ./...

build:
	go build -trimpath -o fihris ./cmd/fihris

# fuzz gives every fuzz target FUZZTIME, one after the other. Making what is
# interesting smaller takes most of it otherwise.
fuzz:
	@set -e; for package in $$(go list $(PACKAGES)); do \
		for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
			echo "$$package $$target"; \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$package; \
		done; \
	done

# torture damages indexes, kills their writers, fills their disks and cuts their
# power, for an hour or so, and prints what came of it; then three minutes of
# everything at once under the race detector.
torture:
	FIHRIS_TORTURE=long go test -v -timeout 3h -run 'Test[^M]|Fuzz' ./internal/torture
	FIHRIS_TORTURE=long go test -v -timeout 1h -race -run 'TestMix' ./internal/torture

# mutate asks how much of a package its tests hold: make mutate PACKAGE=./internal/rank
PACKAGE = ./internal/query
N = 60
SEED = 7
mutate:
	go run ./internal/mutate -n $(N) -seed $(SEED) $(PACKAGE)

# opensearch runs the tests of package opensearch against three nodes in one JVM. Needs
# Maven and a JDK of 21 or later: JAVA_HOME, or one that is installed beside.
opensearch:
	opensearch/testcluster/run go test -count 1 -timeout 20m ./opensearch

# opensearch-long asks a cluster and an index of the same articles the same, so many questions of each class
# made of their words, and prints a table: make opensearch-long ARTICLES=news.jsonl QUERIES=1000
QUERIES = 200
opensearch-long:
	FIHRIS_AGREE_ARTICLES=$(abspath $(ARTICLES)) FIHRIS_AGREE_QUERIES=$(QUERIES) opensearch/testcluster/run go test -count 1 -v -timeout 0 -run TestClusterAgrees ./opensearch

# opensearch-load loads articles made of those of a file, stops a node meanwhile, and asks the cluster and an index in a folder
# the same: make opensearch-load ARTICLES=news.jsonl LOAD=500000
LOAD = 500000
opensearch-load:
	FIHRIS_AGREE_ARTICLES=$(abspath $(ARTICLES)) FIHRIS_LOAD_ARTICLES=$(LOAD) FIHRIS_AGREE_QUERIES=$(QUERIES) FIHRIS_TESTCLUSTER_HEAP=4g opensearch/testcluster/run go test -count 1 -v -timeout 0 -run TestManyArticles ./opensearch

bench:
	go test -run '^$$' -bench . -benchmem $(PACKAGES)

# peers compares our terms with those of other analyzers: make peers VECTORS=DIR
peers: build
	bench/peers.sh ./fihris $(VECTORS)

# side-by-side measures us beside Lucene, tantivy and bleve: make side-by-side ARTICLES=news.jsonl
side-by-side:
	cd bench && go run . $(abspath $(ARTICLES))

# pictures makes those of the documentation, of the bundled articles, in a Chromium.
pictures:
	go test ./internal/web -run TestPictures -count=1 -pictures $(CURDIR)/docs/pictures

demo:
	go run ./cmd/fihris demo
