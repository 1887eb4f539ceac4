package web

import (
	"maps"
	"slices"
	"strings"

	"github.com/fihris-search/fihris"
)

// What narrows a page, in words.

// span is the chosen time in words.
func (v *view) span() string {
	from, to := v.L.Period(v.State.From), v.L.Period(v.State.To)
	switch {
	case v.State.From == v.State.To:
		return from
	case v.State.To == "":
		return v.L.text("filter.since", from)
	case v.State.From == "":
		return v.L.text("filter.until", to)
	}
	return v.L.text("period.days", from, to)
}

// chips are the filters in force, each with the address that lifts it. A time is one, whose ends could
// otherwise change places on a line that runs from right to left.
func (v *view) chips() []link {
	var out []link
	s := v.State
	add := func(text string, rest state) {
		out = append(out, link{Text: text, Href: rest.withPage(1).Home()})
	}
	if s.From != "" || s.To != "" {
		add(v.span(), s.withDates("", ""))
	}
	for _, field := range fihris.KeywordFields() {
		values := s.chosen(field)
		for _, value := range values {
			add(v.L.text("filter.chosen."+string(field))+" "+quoted(value), s.withValues(field, without(values, value)...))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Own)) {
		label, isNot := strings.CutPrefix(name, prefixNot)
		if label = strings.TrimPrefix(label, prefixOwn); isNot {
			if known, ok := v.L.messages["filter.list."+label]; ok {
				label = known
			}
			label = v.L.text("filter.not", label)
		}
		for _, value := range s.Own[name] {
			add(v.L.text("filter.own", label, quoted(value)), s.withOwn(name, without(s.Own[name], value)))
		}
	}
	return out
}
