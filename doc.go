// Package fihris is a full-text search engine for Arabic articles that runs
// inside a Go program.
//
// An [Index] holds articles; a [Request] finds the best of them for a
// [Query]. Every word is indexed at three levels: as written after
// normalization (exact), by its lexeme (stem) and by the consonants of its
// family (root). A bare word finds all forms of its lexeme, the closer ones
// first: a search for وزير finds الوزير and بالوزراء, and لبنان does not find
// yoghurt. Package [github.com/fihris-search/fihris/arabic] has the analysis
// alone, for other indexes.
//
//	ix, err := fihris.Create("news.idx", nil)
//	err = ix.Add(ctx, fihris.Article{ID: "1", Title: "…", Body: "…"})
//	q, err := fihris.ParseQuery(`وزير "وقف إطلاق النار" -رياضة`)
//	res, err := ix.Search(ctx, fihris.Request{Query: q})
//
// # Where to look
//
// [Create], [Open] and [NewMemory] make an [Index]; [Index.Add] and [Index.AddAll] fill it, [Index.Remove] and
// [Index.RemoveWhere] take out again. A query is what people type ([ParseQuery]) or what a program
// puts together ([Match], [And], [In] …). [Index.Search] answers a [Request] with [Results]; [Index.Similar],
// [Index.Complete] and [Index.All] do what their names say. Most programs need no more than these.
//
// The rest is for three kinds of programs. Who looks after an index has [Check], [CheckAccess], [Index.Backup],
// [Index.Optimize], [Rebuild] and, for one that can no longer be opened, [OpenArchive]. Who studies
// how words are used counts with [Index.Count], [Index.Concordance], [Index.Collocations], [Index.Keywords],
// [Index.NGrams] and [Index.Trend]. Who loads files, and keeps an index in step with them, finds in [Index.Base],
// [Index.Files] and [Index.FileIDs] what it has of each.
//
// Package corpus reads files, package web is the page, package client writes to a
// server. docs/library.md of the repository goes from hello to a newspaper's archive in 80 lines.
//
// # Errors
//
// Errors are prefixed with "fihris:" and say what was tried and where. Those
// worth telling apart are variables of this package: use [errors.Is]. What is not there,
// and what is there already, are [io/fs.ErrNotExist] and [io/fs.ErrExist] as well; a context that
// is done gives its own error. Nothing is logged, and no input makes a call panic.
//
// # Versions
//
// Versions are semantic (semver.org). From 1.0 on a program that compiles and runs with one
// version does so with every later one of the same first number; until then the second number
// may change what is exported, and CHANGELOG.md says how. testdata/api.golden lists what is exported, of
// this package and of those below it but for package web, which is not finished.
// Two things are no part of the promise: the order of hits and the analysis of words,
// which become better, and the format of the index, which [Rebuild] brings up to date.
package fihris
