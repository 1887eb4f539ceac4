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
// Errors are prefixed with "fihris:" and say what was tried and where. Those
// worth telling apart are variables of this package: use [errors.Is].
package fihris
