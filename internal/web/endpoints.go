package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/bins"
	"github.com/fihris-search/fihris/internal/openapi"
)

// The headings of the description.
const (
	groupSearch   = "Searching"
	groupStudy    = "Studying"
	groupArticles = "Articles"
	groupWrite    = "Writing"
	groupServer   = "The server"
)

// The parameters that several endpoints take.
var (
	paramLang  = openapi.Choice("lang", "The language of messages for people.", "ar", "en")
	paramID    = openapi.Text("id", "The ID of the article.", maxText).Needed()
	paramIDAt  = openapi.Text("id", "The ID of the article, percent-encoded. It may hold slashes.", maxText).Path()
	paramGroup = openapi.Switch("group", "Put near-duplicates into the copies of the best of them. limit, offset and next then count groups.")
	paramLimit = openapi.Integer("limit", "How many hits; 0 for totals and facets only.", 0, maxLimit, defaultLimit)
)

// searchParams are the names that GET /v1/search takes. Others are refused: a
// misspelled filter that filters nothing would be a lie.
func (o own) searchParams() []openapi.Param {
	return slices.Concat([]openapi.Param{
		openapi.Text("q", "The query, in the query language. May be left out only if a filter is given, which then asks for everything that it lets through.", maxQuery),
		paramLimit,
		openapi.Integer("offset", "How many hits to skip. Use after for deep pages.", 0, maxOffset, 0),
		openapi.Text("after", "Continue after an earlier answer to the same search: its next. Not together with offset.", maxText),
	}, o.filterParams(), []openapi.Param{
		openapi.Choice("sort", "The order of the hits: by score or date, or by a field, the least value first, with a hyphen the greatest. Those without a value come last.", o.sortNames()...),
		openapi.Choices("facet", "Count the values of these fields over all articles in total. Repeat, or join with commas.", o.facetNames()...),
		openapi.Switch("all", "Beside each count of a facet: how many articles there are with the value, whatever their words."),
		openapi.Switch("forms", "List the forms of the words that stand in the hits."),
		openapi.Switch("relaxations", "Count what would be found were a filter or a word left out."),
		openapi.Matching("fields", "What of the articles is answered beside the ID and the score, title and text included: "+strings.Join(returnedFields, ", ")+", or one value of extra (extra.lang). "+
			"All but body and extra where it is left out. Repeat, or join with commas. With body, limit is at most "+strconv.Itoa(maxWhole)+".", fieldsPattern(), maxText, maxValues),
		openapi.Integer("passages", "At most so many passages a hit. 0 marks nothing, in titles neither, and is faster.", 0, maxPassages, maxPassages),
		openapi.Switch("whole", "One passage: the whole body with its first 65,536 matches. limit is then at most "+strconv.Itoa(maxWhole)+"."),
		openapi.Switch("explain", "Say for each hit how each word was found."),
		paramGroup,
		openapi.Switch("first_stage", "Order by the plain sum over words. Else the first 30 hits are put in a finer order, by how much of the query they have close together, at their beginning and in the title, and as typed."),
		openapi.Matching("weight", "What counts for how much in the score, beside the default weights: title:0.5. The weight of stem is not 0. Repeat for several.", weightPattern, maxText, len(fihris.WeightNames())),
		openapi.Switch("suggest", "Look for other queries (suggestions) and for the reasons why no article holds every word (zero). On for the first page."),
		openapi.Switch("literal", "Search every word as it is typed; read none as another, and search no suggestion in place of the query."),
		openapi.Switch("strict", "Refuse a query that does not fit the language with 400 bad_query, rather than search its words. It is literal, too."),
		paramLang,
	})
}

// facetNames are the values of facet: what an index counts, and bins of time.
func facetNames() []string {
	var names []string
	for _, f := range fihris.FacetFields() {
		names = append(names, string(f))
	}
	for _, size := range bins.Sizes() {
		if !slices.Contains(names, string(size)) {
			names = append(names, string(size))
		}
	}
	return names
}

// kept is an operation whose answers have an ETag: see writeKept.
func kept(op openapi.Operation) openapi.Operation {
	op.Kept = true
	return op
}

// readEndpoints answer programs that read.
func (srv *server) readEndpoints() []endpoint {
	ok := func(text string, of any) []openapi.Answer {
		return []openapi.Answer{{Status: http.StatusOK, Text: text, Of: of}}
	}
	get := func(path, id, group, summary, text string, params []openapi.Param, answers []openapi.Answer) openapi.Operation {
		return openapi.Operation{
			Method: http.MethodGet, Path: path, ID: id, Group: group, Summary: summary, Text: text, Params: params, Answers: answers, Token: openapi.Readers,
		}
	}
	all := []endpoint{
		srv.checked(kept(get(pathSearch, "search", groupSearch, "Search the articles", "", srv.own.searchParams(), ok("The hits.", answer.Search{}))), srv.limited, srv.apiSearch),
		srv.checked(get(pathAnalyze, "analyze", groupSearch, "What words become in the index", "Each word at its three levels: exact, stem and root.",
			[]openapi.Param{
				openapi.Text("text", "What to analyze.", maxQuery).Needed(),
				openapi.Switch("explain", "Say which rule, family or evidence gave each level."), paramLang,
			}, ok("The tokens.", answer.Analyzed{})), srv.limited, srv.apiAnalyze),
		srv.checked(kept(get(patternID, "article", groupArticles, "One whole article", "", []openapi.Param{paramIDAt, paramLang}, ok("The article.", answer.Article{}))), srv.limited, srv.apiArticle),
		srv.checked(kept(get(pathArticles, "articleById", groupArticles, "One whole article, for IDs that are awkward in a path", "", []openapi.Param{paramID, paramLang}, ok("The article.", answer.Article{}))), srv.limited, srv.apiArticle),
	}
	all = append(all,
		srv.checked(kept(get(pathMatches, "matches", groupArticles, "Where the words of a query stand in an article", "The first 65,536 places.",
			[]openapi.Param{paramID, openapi.Text("q", "The query.", maxQuery).Needed(), paramLang}, ok("The places.", answer.Matches{}))), srv.limited, srv.apiMatches),
		srv.checked(kept(get(pathDiff, "difference", groupArticles, "What a copy of an article has otherwise", "Word by word: of agency copies, and of corrected versions.",
			[]openapi.Param{paramID, openapi.Text("with", "The ID of the other article.", maxText).Needed(), paramLang}, ok("Both texts, in runs.", answer.Difference{}))), srv.limited, srv.apiDiff))
	if srv.own.suggests {
		all = slices.Insert(all, 1, srv.checked(get(pathSuggest, "suggest", groupSearch, "What else a query could have been meant for",
			"What a search says beside its hits, without them.",
			slices.Concat([]openapi.Param{openapi.Text("q", "The query.", maxQuery).Needed()}, srv.own.filterParams(), []openapi.Param{paramLang}),
			ok("The suggestions.", answer.Suggest{})), srv.limited, srv.apiSuggest))
	}
	if _, can := srv.searcher.(fihris.Completer); can {
		all = append(all, srv.checked(kept(get(pathComplete, "complete", groupSearch, "What the last word may become", "",
			[]openapi.Param{openapi.Text("q", "What is typed so far.", maxText), openapi.Integer("limit", "How many.", 1, maxCompletions, defaultCompletions), paramLang},
			ok("Words and titles.", answer.Complete{}))), srv.limited, srv.apiComplete))
	}
	if _, can := srv.searcher.(fihris.Relater); can {
		all = append(all, srv.checked(kept(get(pathSimilar, "similar", groupSearch, "Articles like an article", "Near-duplicates come first.",
			slices.Concat([]openapi.Param{paramID, paramLimit}, srv.own.filterParams(), []openapi.Param{paramGroup, paramLang}),
			ok("The most similar first.", answer.Similar{}))), srv.limited, srv.apiSimilar))
	}
	if _, can := srv.searcher.(fihris.Lister); can {
		op := get(pathExport, "export", groupArticles, "All articles, or those of a query, to be indexed again",
			"One a line, in the order of their IDs, letter by letter as they are stored: what fihris export prints, and fihris index takes. "+
				"The last line says how many there were; where it is missing, the answer was cut off.",
			slices.Concat([]openapi.Param{openapi.Text("q", "Those that hold every word of this query, and not all.", maxQuery)}, srv.own.filterParams(), []openapi.Param{paramLang}), nil)
		op.Answers = []openapi.Answer{{Status: http.StatusOK, Text: "The articles.", MediaType: jsonLines[0]}}
		all = append(all, srv.checked(op, srv.plain, srv.apiExport))
	}
	if _, can := srv.searcher.(fihris.Describer); can {
		all = append(all, srv.checked(get(pathStats, "stats", groupServer, "What the index holds", "", []openapi.Param{paramLang}, ok("Its sizes.", answer.Stats{})), srv.limited, srv.apiStats))
	}
	health := get(pathHealth, "health", groupServer, "Whether the server answers", "", []openapi.Param{paramLang}, ok("It does.", healthAnswer{}))
	ready := get(pathReady, "ready", groupServer, "Whether readers should be sent here", "Not where an answer has met damage since the index was opened, until it was repaired and opened again.",
		[]openapi.Param{paramLang}, ok("They should.", healthAnswer{}))
	health.Token, ready.Token = openapi.Anyone, openapi.Anyone
	return append(all, srv.checked(health, srv.timed, srv.health), srv.checked(ready, srv.timed, srv.ready))
}

// sentArticle is how an article is described that is sent: nothing but its ID is
// needed, and nothing else is taken.
type sentArticle answer.Article

// writeEndpoints answer programs that write, and those that read what only these may.
func (srv *server) writeEndpoints() []endpoint {
	if srv.writing == nil {
		return nil
	}
	written := []openapi.Answer{
		{Status: http.StatusOK, Text: "All is in: it took the place of another, or was there already.", Of: answer.Written{}},
		{Status: http.StatusCreated, Text: "The one article was added.", Of: answer.Written{}},
		{Status: http.StatusRequestTimeout, Text: "Nothing came for too long; lines says how far it came.", Of: answer.Written{}},
		{Status: http.StatusRequestEntityTooLarge, Text: "An article is longer than 64 MB.", Of: answer.Written{}},
		{Status: http.StatusUnprocessableEntity, Text: "The article, or some of the stream, was not taken; the others are in.", Of: answer.Written{}},
		{Status: http.StatusServiceUnavailable, Text: "Of a stream that the server could not take to its end; lines says how far it came.", Of: answer.Written{}},
		{Status: http.StatusInsufficientStorage, Text: "The disk of the server is full; lines says how far it came.", Of: answer.Written{}},
	}
	removed := []openapi.Answer{{Status: http.StatusOK, Text: "It was removed.", Of: answer.Removed{}}}
	base := []openapi.Answer{{Status: http.StatusOK, Text: "The folder.", Of: baseBody{}}}
	one := openapi.Body{MediaType: oneArticle[0], Of: sentArticle{}, Strict: true, Needs: []string{"id"}}
	here := openapi.Body{MediaType: oneArticle[0], Of: sentArticle{}, Strict: true}
	many := openapi.Body{MediaType: jsonLines[0], Text: "Articles as JSON, one a line."}
	const taken = "Unknown fields are refused. What is answered is durable, and found by every search that begins afterwards. Sending the same again changes nothing."
	const stream = "A stream is written while it is sent, and answered at its end; a line that is no article is left out and told. It may take as long as it likes, but may not be silent for 30 seconds. All that is counted as added, changed or unchanged is durable, and is of the first lines of the stream, as many as lines says."

	change := func(method, path, id, summary, text string, params []openapi.Param, bodies []openapi.Body, answers []openapi.Answer, do action) endpoint {
		op := openapi.Operation{
			Method: method, Path: path, ID: id, Group: groupWrite, Summary: summary, Text: text,
			Params: append(params, paramLang), Bodies: bodies, Answers: answers, Token: openapi.Writers,
		}
		return srv.checked(op, srv.mayWrite, do)
	}
	ids, path := []openapi.Param{paramID}, []openapi.Param{paramIDAt}
	var files []endpoint
	if _, can := srv.writing.to.(fileHolder); can {
		in := []openapi.Param{openapi.Text("in", "The file of this name and those that lie in it, as in a folder or an archive; all where it is left out.", maxText)}
		lines := []openapi.Answer{{Status: http.StatusOK, Text: "One a line.", MediaType: jsonLines[0]}}
		const end = " The trailer Fihris-Lines says how many there were; where it is missing, the answer was cut off."
		files = []endpoint{
			change(http.MethodGet, pathFiles, "files", "What the index holds of each file", `For who keeps it in step with files: {"file":…,"articles":…,"sum":…}, in the order of the names. sum is of checksums of the articles, and another as soon as one of them is.`+end, in, nil, lines, srv.files),
			change(http.MethodGet, pathFileIDs, "fileIds", "The IDs of the articles of each file", `{"file":…,"id":…}, in the order of the files.`+end, in, nil, lines, srv.fileIDs),
		}
	}
	return append(files, []endpoint{
		change(http.MethodPost, pathArticles, "addArticles", "Add articles or replace them", taken+" "+stream, nil, []openapi.Body{one, many}, written, srv.post),
		change(http.MethodPut, patternID, "putArticle", "Add an article or replace it", taken, path, []openapi.Body{here}, written, srv.put),
		change(http.MethodPut, pathArticles, "putArticleById", "Add an article or replace it, for IDs that are awkward in a path", taken, ids, []openapi.Body{here}, written, srv.put),
		change(http.MethodDelete, patternID, "deleteArticle", "Remove an article", "", path, nil, removed, srv.remove),
		change(http.MethodDelete, pathArticles, "deleteArticleById", "Remove an article, for IDs that are awkward in a path", "", ids, nil, removed, srv.remove),
		change(http.MethodGet, pathBase, "base", "The folder that names of files are relative to", "", nil, nil, base, srv.getBase),
		change(http.MethodPut, pathBase, "setBase", "Remember the folder that names of files are relative to", "", nil,
			[]openapi.Body{{MediaType: oneArticle[0], Of: baseBody{}, Strict: true, Needs: []string{"base"}}}, base, srv.putBase),
	}...)
}
