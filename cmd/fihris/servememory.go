package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
)

// What a server keeps in memory besides its cache: estimated, with heap profiles of a server that reads over
// 85,635 articles (319 MB of index); it stayed at 249 MB of its own there.
const (
	serverMemory = 160 << 20 // the program, spellings, what searches work with, garbage
	writerMemory = 256 << 20 // segments that are being made, where articles are taken, and the spellings of their texts
	sideShare    = 32        // the part of the index that is kept of every document: lengths, orders, dates
)

// spellingMemory is for the spellings that the analyzer of a server remembers which only reads: those
// of queries and of the passages it shows. Who takes articles needs all that there may be, three times as much.
const spellingMemory = 32 << 20

// The cache of a server that is told no other: an eighth of the index, since what
// it holds can be read where it lies.
const (
	cacheShare      = 8
	leastCacheBytes = 64 << 20
	mostCacheBytes  = 512 << 20
)

// maxCacheMB bounds what --cache-mb takes: 16 TB.
const maxCacheMB = 1 << 24

// serverCache is how many bytes of postings a server keeps ready: those of
// --cache-mb, or by the bytes of its index.
func serverCache(mb uint, index int64) int64 {
	if mb > 0 {
		return int64(mb) << 20
	}
	return min(max(index/cacheShare, leastCacheBytes), mostCacheBytes)
}

// serverLimit is how many bytes the memory of a server should take besides the
// mapped files: docs/server.md has the formula.
func serverLimit(cache, index int64, writes bool) int64 {
	limit := serverMemory + cache + cache/2 + index/sideShare
	if writes {
		limit += writerMemory
	}
	return limit
}

// limitServer makes the garbage collector keep to a limit, unless GOMEMLIMIT asks
// for another. What lives may be more: then a server works harder, it does not fail.
// Below the limit there may be as much garbage as while indexing, unless GOGC says how
// much: pages took 3 to 4 % less CPU than at 100.
func limitServer(limit int64) {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetMemoryLimit(limit)
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
}

// bytesBelow are those of the files in a folder. What cannot be read counts nothing:
// opening it says why.
func bytesBelow(dir string) (n int64) {
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		if fi, err := d.Info(); err == nil {
			n += fi.Size()
		}
		return nil
	})
	return n
}
