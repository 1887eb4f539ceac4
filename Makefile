# What developers run. CI runs .ci/run, which installs what it needs first.

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2

# go test, vet and staticcheck leave folders named testdata out of ./...; the
# package of bundled articles lives in one.
PACKAGES = ./... ./testdata

FUZZTIME = 30s

.PHONY: check fmt vet lint test race cross build fuzz torture mutate bench peers side-by-side demo

check: fmt vet lint cross race

# fmt fails if a file is not formatted, and names it.
fmt:
	@files=$$(gofmt -l .); test -z "$$files" || { echo "not formatted:"; echo "$$files"; exit 1; }

vet:
	go vet $(PACKAGES)

lint:
	go run $(STATICCHECK) $(PACKAGES)

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

bench:
	go test -run '^$$' -bench . -benchmem $(PACKAGES)

# peers compares our terms with those of other analyzers: make peers VECTORS=DIR
peers: build
	bench/peers.sh ./fihris $(VECTORS)

# side-by-side measures us beside Lucene and bleve: make side-by-side ARTICLES=news.jsonl
side-by-side:
	cd bench && go run . $(abspath $(ARTICLES))

demo:
	go run ./cmd/fihris demo
