// Package index is the search: it makes documents into postings, compiles
// queries for what the index holds at one moment, counts, filters, ranks and
// explains.
//
// Writing: [Index.Add] collects documents into batches (write.go); a collector
// scans the texts of a batch once (collect.go) and fills a builder of package
// posting, which package store writes. What a document is stored as stands in
// document.go and extra.go, its fields in fields.go, the terms of its text, keys
// of three levels, in keys.go.
//
// Reading: a view (view.go) is the index at one moment, a list of segments
// (segment.go, lists.go, levels.go, ids.go) with what is derived of each and kept (sides.go,
// vocabulary.go).
//
// Searching: [Index.Search] (search.go) compiles the query into a plan (plan.go).
// Each word and phrase becomes a leaf (leaf.go, phrase.go, expand.go, fuzzy.go):
// what scores, in terms of package rank, and what an article must hold, in the texts that
// bare.go lists if it names no field. Then the
// plan is counted, in sets of documents (filter.go, facet.go), ranked by score or
// date (order.go, refine.go, spelled.go, group.go), and the hits are filled in: what
// to mark in them (highlight.go, for package passage), why they are hits
// (explain.go). For who found nothing, zero.go and unmet.go say why, and suggest.go
// answers what package suggest asks. similar.go makes a text into a query.
package index
