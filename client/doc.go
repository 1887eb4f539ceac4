// Package client speaks to a Fihris server, which is started by "fihris serve -i DIR"
// (with --token-file FILE it takes articles): it searches, completes, reads, exports and writes.
// It needs nothing but the standard library.
//
//	c, err := client.New("http://127.0.0.1:8080", client.Options{Token: token})
//	res, err := c.Search(ctx, client.SearchRequest{Query: "وزير", Facets: []string{"year"}})
//	done, err := c.Add(ctx, client.Article{ID: "1", Title: "…", Body: "…"})
//
// Whatever a [Result] counts is durable, and is found by every search that
// begins after the call has returned. All calls may be repeated: an article that is
// sent twice is there once. So a call that met a server which is busy, is being
// started or stopped, or whose answer was lost, is tried again (Options.Attempts);
// what was refused is not.
package client
