package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

// What of a hit is answered.

// maxWhole is how many hits may come with their whole text: who wants more exports.
const maxWhole = 20

// maxPassages is how many passages serve a hit at most.
const maxPassages = 3

// returnedFields are the names that fields takes beside extra.NAME. Of files only those are told who write.
var returnedFields = []string{"id", "title", "body", "author", "source", "section", "url", "published", "tags", "extra"}

// extraPrefix is before the name of one value of extra.
const extraPrefix = "extra."

// fieldsPattern is what a value of fields matches.
func fieldsPattern() string {
	one := "(" + strings.Join(returnedFields, "|") + `|extra\.[^,]+)`
	return "^" + one + "(," + one + ")*$"
}

// readFields reads fields: repeated, or several names joined by commas.
func readFields(values url.Values) (fields []string, err error) {
	lists, err := readTexts(values, "fields")
	if err != nil {
		return nil, err
	}
	for _, list := range lists {
		for name := range strings.SplitSeq(list, ",") {
			one := strings.HasPrefix(name, extraPrefix) && len(name) > len(extraPrefix)
			if !one && !slices.Contains(returnedFields, name) {
				return nil, badParameter("error.fields", quoted(name), strings.Join(returnedFields, ", "))
			}
			if !slices.Contains(fields, name) {
				fields = append(fields, name)
			}
		}
	}
	if len(fields) > maxValues {
		return nil, badParameter("error.too_many", "fields", strconv.Itoa(maxValues))
	}
	return fields, nil
}

// readShown reads what of a hit is wanted: fields, passages and whole.
func readShown(values url.Values, req *fihris.Request) (err error) {
	if req.Fields, err = readFields(values); err != nil {
		return err
	}
	if req.WholeText, err = readBool(values, "whole"); err != nil {
		return err
	}
	if (req.WholeText || slices.Contains(req.Fields, "body")) && req.Limit > maxWhole {
		return badParameter("error.whole", strconv.Itoa(maxWhole))
	}
	if values.Get("passages") == "" {
		return nil
	}
	if req.Passages, err = readInt(values, "passages", 0, maxPassages); err != nil {
		return err
	}
	if req.Passages > 0 {
		return nil
	}
	if req.WholeText {
		return badParameter("error.whole_passages")
	}
	// The forms of the hits are those that are marked in them.
	forms, err := readBool(values, "forms")
	req.NoPassages = !forms
	return err
}

// show puts into the hits of an answer what was asked for, and takes out of them what was not.
func show(values url.Values, req fihris.Request, res *fihris.Results, a *answer.Search) {
	if values.Get("passages") == "0" { // they may have been cut for their forms
		for i := range a.Hits {
			a.Hits[i].Snippets, a.Hits[i].TitleSpans = [][]answer.Span{}, nil
		}
	}
	if len(req.Fields) == 0 {
		return
	}
	a.AddTexts(res)
	if !slices.Contains(req.Fields, "title") {
		for i := range a.Hits {
			a.Hits[i].TitleSpans = nil
		}
	}
}

// whole says whether whole texts are asked for.
func whole(values url.Values) bool {
	on, _ := readBool(values, "whole")
	fields, _ := readFields(values)
	return on || slices.Contains(fields, "body")
}
