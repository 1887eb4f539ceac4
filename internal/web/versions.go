package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/fihris-search/fihris"
)

// versionsView is two copies of an article side by side.
type versionsView struct {
	view
	First, Second fihris.Article
	Others        []link // the copies of the first; the second is current
	Rows          []versionRow
	Agreement     int // of the words of both, how many of a hundred are in both
	Same          int // rows that are alike
	SameHref      string
	OnlyChanges   bool // without those
	Back          string
}

// versionRow is a paragraph of both; of one that only one has, the other side is nil.
type versionRow struct {
	First, Second []versionPart
	Same          bool
	Title         bool
}

// versionPart is a run of text that both have, or one.
type versionPart struct {
	Text string
	Own  bool
}

// versions answers GET /versions?id=&with=.
func (srv *server) versions(w http.ResponseWriter, r *http.Request) error {
	id, with, values, err := srv.readPair(r)
	if err != nil {
		return err
	}
	v := versionsView{view: srv.pages.newView(r, "")}
	v.Title = v.L.text("versions.title")
	if v.OnlyChanges, err = readBool(values, "changes"); err != nil {
		return err
	}
	if v.First, err = srv.searcher.Article(r.Context(), id); err != nil {
		return err
	}
	v.Back = v.State.Article(v.First.ID)
	address := func(with string, changes bool) string {
		to := v.State.Prefix + pathVersions + "?" + encoded("id", v.First.ID, "with", with, "q", v.State.Query, "lang", v.State.Lang, "digits", v.State.Digits)
		if changes {
			to += "&changes=1"
		}
		return to
	}
	copies := srv.copies(r, id)
	if with == "" && len(copies) > 0 {
		with = copies[0].ID
	}
	for _, c := range copies {
		text := c.Source
		if text == "" {
			text = c.Title
		}
		if text == "" {
			text = c.ID
		}
		if !c.Published.IsZero() {
			text += v.L.text("comma") + " " + v.L.Date(c.Published)
		}
		v.Others = append(v.Others, link{Text: text, Href: address(c.ID, v.OnlyChanges), Current: c.ID == with})
	}
	if with != "" {
		if v.Second, err = srv.searcher.Article(r.Context(), srv.composed(r.Context(), with)); err != nil {
			return err
		}
		if err := checkPair(&v.First, &v.Second); err != nil {
			return err
		}
		v.SameHref = address(v.Second.ID, !v.OnlyChanges)
		v.compare()
	}
	return srv.pages.render(w, http.StatusOK, "versions.html", v.L, v)
}

// compare fills the rows.
func (v *versionsView) compare() {
	rows := compareParagraphs(lines(v.First.Body), lines(v.Second.Body))
	title := versionRow{Title: true}
	title.First, title.Second, title.Same = compareWords(v.First.Title, v.Second.Title)
	rows = append([]versionRow{title}, rows...)
	both, all := 0, 0
	for _, row := range rows {
		for _, side := range [][]versionPart{row.First, row.Second} {
			for _, p := range side {
				n := len(strings.Fields(p.Text))
				all += n
				if !p.Own {
					both += n
				}
			}
		}
		if row.Same {
			v.Same++
		}
	}
	v.Agreement = 100
	if all > 0 {
		v.Agreement = 100 * both / all // rounded down: 100 means that nothing differs
	}
	v.Rows = rows
	if v.OnlyChanges {
		v.Rows = slices.DeleteFunc(rows, func(r versionRow) bool { return r.Same })
	}
}

// Name is what heads the column of a copy: which it is, where it was, and when. Two of one
// source and day have nothing else that tells them apart.
func (v versionsView) Name(nth string, a fihris.Article) suggestView {
	s := suggestView{link: link{Text: v.L.text(nth, v.Short(a)), Href: v.State.Article(a.ID)}}
	if !a.Published.IsZero() {
		s.Kind = v.L.Date(a.Published)
	}
	return s
}

// Short names a copy by its source, or else by its ID.
func (v versionsView) Short(a fihris.Article) string {
	if a.Source != "" {
		return a.Source
	}
	return a.ID
}
