package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"iter"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// forms are the two, each with its header.
var forms = []struct {
	name, header string
	write        func([]byte, *Record) ([]byte, error)
	read         func(*bufio.Reader) iter.Seq2[Record, error]
}{
	{"jsonl", "", AppendJSON, ReadJSON},
	{"csv", CSVHeader, AppendCSV, ReadCSV},
}

// odd are texts that other readers change.
var odd = []string{
	"", "نص", " \t نص \n", "\r\n", "\r", "a\rb\r\nc\nd", `"`, `""`, `"a",b`, ",", "<b>&amp;</b>", "\u2028\u2029", "\x00\x01\x7f",
	"\ufeffنص", "\u200f\u202e", "=1+1", "null", "1e400", "[]", `{"a":1}`, "\ufffd", "🙂", `\u0627\`,
}

// records combine them.
func records() (all []Record) {
	for i, s := range odd {
		o := odd[len(odd)-1-i]
		all = append(all, Record{Article: fihris.Article{
			ID: "id" + s, Title: s, Body: o, Author: o, Source: s, Section: o, URL: s, Tags: []string{s, o}, File: s,
			Published: time.Date(2020, 10, 9, 8, 30, i, 0, time.UTC),
			Extra:     map[string]any{s: o, "n": json.Number("1.10"), "big": json.Number("12345678901234567890"), "l": []any{nil, true, s, map[string]any{"x": json.Number("1E+2")}}},
		}})
	}
	all[0].Base = "/مجلد"
	all[0].Fields = []fihris.Field{
		{Name: "lang", Kind: fihris.KeywordField, Filterable: true},
		{Name: "ملخص", Kind: fihris.TextField, Searchable: true, Weight: .35},
		{Name: "notes", Kind: fihris.TextField, Searchable: true, Weight: -1},
	}
	return append(all,
		Record{Article: fihris.Article{ID: "bare"}},
		Record{Article: fihris.Article{ID: "early", Published: time.Unix(-62167219200-86400, 0).UTC()}}, // the year before 0
		Record{Article: fihris.Article{ID: "late", Published: time.Unix(1<<40, 0).UTC()}},
		Record{Article: fihris.Article{ID: "epoch", Published: time.Unix(0, 0).UTC()}},
	)
}

// What goes out comes back, letter by letter, in both forms.
func TestRoundTrip(t *testing.T) {
	for _, f := range forms {
		out := []byte(f.header)
		want := records()
		for i := range want {
			var err error
			out, err = f.write(out, &want[i])
			require.NoError(t, err)
		}
		var got []Record
		for r, err := range f.read(bufio.NewReaderSize(bytes.NewReader(out), 16)) {
			require.NoError(t, err, f.name)
			assert.Positive(t, r.Line)
			r.Line = 0
			got = append(got, r)
		}
		assert.Equal(t, want, got, f.name)
	}
}

// Tables that were written before indexes had fields of their own are read.
func TestFormerTable(t *testing.T) {
	in := "fihris,id,title,body,author,source,section,url,published,tags,extra,file,base\r\n" + `1,"a","عنوان",,,,,,,"[""x""]",,"f","/base"` + "\r\n"
	require.True(t, strings.HasPrefix(in, CSVStart))
	n := 0
	for r, err := range ReadCSV(bufio.NewReader(strings.NewReader(in + `1,"b",,,,,,,,,,,,` + "\r\n"))) {
		if n++; n == 2 {
			assert.ErrorContains(t, err, "a row of 14 cells, 13 are wanted")
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, Record{Article: fihris.Article{ID: "a", Title: "عنوان", Tags: []string{"x"}, File: "f"}, Base: "/base", Line: 2}, r)
	}
	assert.Equal(t, 2, n)
}

// A record that cannot be read says so, and the next one is read; so does what
// another program or a newer version wrote.
func TestBroken(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`{"fihris":1,"id":"a"`, "broken JSON"},
		{`{"fihris":2,"id":"a","new":1}`, "newer version"},
		{`{"fihris":1,"id":"a","new":1}`, "not written by an export"},
		{`{"id":"a"}`, "not written by an export"},
		{`{"fihris":1,"id":"a","published":"yesterday"}`, "RFC 3339"},
		{`{"fihris":1,"id":"a","extra":[1]}`, "an object is wanted"},
		{`{"fihris":1,"id":"a","fields":["lang=word"]}`, "fields of the index"},
		{`{"fihris":1,"id":"a","fields":"lang"}`, "wrong kind"},
		{`{"fihris":1,"id":"\ud800"}`, "broken JSON"},
		{"{\"fihris\":1,\"id\":\"\xff\"}", "broken JSON"},
	} {
		var faults []string
		good := 0
		for r, err := range ReadJSON(bufio.NewReader(strings.NewReader(c.in + "\n\n{\"fihris\":1,\"id\":\"b\"}"))) {
			if err != nil {
				faults = append(faults, err.Error())
				assert.Equal(t, 1, r.Line)
				continue
			}
			good++
			assert.Equal(t, "b", r.ID)
			assert.Equal(t, 3, r.Line)
		}
		require.Len(t, faults, 1, c.in)
		assert.Contains(t, faults[0], c.want)
		assert.Equal(t, 1, good)
	}
	for _, c := range []struct {
		in, want string
		good     int
	}{
		{"2,b,,,,,,,,,,,,\r\n1,c,,,,,,,,,,,,", "newer version", 1},
		{"x,b,,,,,,,,,,,,\n1,c,,,,,,,,,,,,\n", "not written by an export", 1},
		{"1,b,,\n1,c,,,,,,,,,,,,\n", "14 are wanted", 1},
		{"1,b,,,,,,,,[1],,,,\n1,c,,,,,,,,,,,,\n", "a list of texts", 1},
		{"1,b,\"open\n1,c,,,,,,,,,,,,\n", "never closed", 0},
		{"1,b,\"x\"y,,,,,,,,,,,\n1,c,,,,,,,,,,,,\n", "behind a closing quote", 0},
		{"1,\xff,,,,,,,,,,,,\n1,c,,,,,,,,,,,,\n", "not UTF-8", 1},
		{strings.Repeat(",", 100), "more than", 0},
	} {
		good, faults := 0, []string{}
		for _, err := range ReadCSV(bufio.NewReader(strings.NewReader(CSVHeader + c.in))) {
			if err != nil {
				faults = append(faults, err.Error())
				continue
			}
			good++
		}
		require.Len(t, faults, 1, c.in)
		assert.Contains(t, faults[0], c.want)
		assert.Equal(t, c.good, good, c.in)
	}
	for _, err := range ReadCSV(bufio.NewReader(strings.NewReader("id,title\n1,2\n"))) {
		require.ErrorIs(t, err, errUnknown)
	}
}

// Whatever bytes there are, reading ends; and any text comes back.
func FuzzForms(f *testing.F) {
	f.Add("نص\r\n", []byte(CSVHeader+"1,\"a\"\"\r\n\",,,,,,,,,,,,\r\n"))
	f.Add(`"`, []byte(`{"fihris":1,"id":"a","extra":{"b":1.10}}`))
	f.Fuzz(func(t *testing.T, text string, b []byte) {
		for _, form := range forms {
			for range form.read(bufio.NewReader(bytes.NewReader(b))) {
			}
			r := Record{Article: fihris.Article{ID: "1", Title: text, Tags: []string{text}, Extra: map[string]any{"k": text}}}
			out, err := form.write([]byte(form.header), &r)
			if !utf8.ValidString(text) {
				require.Error(t, err, "what JSON cannot hold is not changed in silence")
				continue
			}
			require.NoError(t, err)
			for got, err := range form.read(bufio.NewReader(bytes.NewReader(out))) {
				require.NoError(t, err)
				require.Equal(t, r.Article, got.Article)
			}
		}
	})
}
