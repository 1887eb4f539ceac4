package testdata

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// written are the articles written for this project: all but the seed.
func written(t *testing.T) []Article {
	t.Helper()
	var own []Article
	for _, a := range Articles() {
		if a.ID != SeedID {
			own = append(own, a)
		}
	}
	require.GreaterOrEqual(t, len(own), 100)
	return own
}

func TestArticlesAreWhole(t *testing.T) {
	ids, titles, urls := map[string]bool{}, map[string]bool{}, map[string]bool{}
	slug := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	for _, a := range written(t) {
		assert.Regexp(t, slug, a.ID)
		assert.False(t, ids[a.ID] || titles[a.Title] || urls[a.URL], "%s: ID, title or URL twice", a.ID)
		ids[a.ID], titles[a.Title], urls[a.URL] = true, true, true
		for _, s := range append([]string{a.Title, a.Source, a.Section}, a.Tags...) {
			assert.NotEmpty(t, s, a.ID)
		}
		for _, s := range append([]string{a.Title, a.Body, a.Author, a.Source, a.Section}, a.Tags...) {
			assert.True(t, utf8.ValidString(s), a.ID)
			assert.Equal(t, strings.TrimSpace(s), s, a.ID)
			assert.NotContains(t, s, "\ufffd", a.ID)
		}
		words := len(strings.Fields(a.Body))
		assert.True(t, 80 <= words && words <= 400, "%s: %d words", a.ID, words)
		assert.NotContains(t, a.Title, "\n", a.ID)
		assert.NotContains(t, a.Body, "\n\n", a.ID)
		assert.NotEmpty(t, a.Tags, a.ID)
		year := a.Published.Year()
		assert.True(t, 2016 <= year && year <= 2025, "%s: %v", a.ID, a.Published)
		u, err := url.Parse(a.URL)
		require.NoError(t, err, a.ID)
		assert.True(t, strings.HasSuffix(u.Host, ".example"), "%s: %s", a.ID, a.URL)
	}
}

func TestArticlesAreOrderedAndTheCallersOwn(t *testing.T) {
	first := Articles()
	for i := 1; i < len(first); i++ {
		assert.Less(t, first[i-1].ID, first[i].ID)
	}
	first[0].ID, first[0].Tags[0] = "changed", "changed"
	again := Articles()
	assert.NotEqual(t, "changed", again[0].ID)
	assert.NotEqual(t, "changed", again[0].Tags[0])
}

func TestEveryFileIsAnArticle(t *testing.T) {
	ids := map[string]bool{}
	for _, a := range written(t) {
		ids[a.ID] = true
	}
	files, err := fs.Glob(FS, "articles/*.txt")
	require.NoError(t, err)
	assert.Len(t, files, len(ids))
	for _, f := range files {
		assert.True(t, ids[strings.TrimSuffix(path.Base(f), ".txt")], "%s is not in articles.tsv", f)
		text, err := fs.ReadFile(FS, f)
		require.NoError(t, err)
		lines := strings.Split(string(text), "\n")
		require.Greater(t, len(lines), 3, f)
		assert.NotEmpty(t, lines[0], "%s: no title", f)
		assert.Empty(t, lines[1], "%s: no empty line after the title", f)
	}
}

func TestSeedArticle(t *testing.T) {
	sum := sha256.Sum256(SeedArticle)
	assert.Equal(t, "50fb962f6fae524a51a90d823ebdeba93e0f5d7b30542a6dcba4de794893eb70", hex.EncodeToString(sum[:]),
		"the seed article is kept byte for byte")
	var seed Article
	for _, a := range Articles() {
		if a.ID == SeedID {
			seed = a
		}
	}
	assert.Equal(t, "بوتين يدعو لمحادثات أرمينية أذربيجانية في موسكو", seed.Title)
	paragraphs := strings.Split(seed.Body, "\n")
	assert.Len(t, paragraphs, 15)
	assert.True(t, strings.HasPrefix(paragraphs[1], "وقال الكرملين في بيان"), paragraphs[1])
	assert.True(t, strings.HasPrefix(paragraphs[2], "ولم يصدر ردّ فعل فوري"), paragraphs[2])
	for _, p := range paragraphs {
		assert.True(t, strings.HasSuffix(p, "."), p)
		assert.NotContains(t, p, ".,")
		assert.NotContains(t, p, ". ,")
	}
	assert.True(t, seed.Published.Equal(time.Time{}), "its date is not known")
}

func TestMetadataErrors(t *testing.T) {
	for line, want := range map[string]string{
		"a\tb":                             "2 fields",
		"id\tyesterday\ts\tn\ta\tu\tt":     "yesterday",
		"id\t2020-13-01\ts\tn\ta\tu\tt":    "2020-13-01",
		"id\t2020-10-08\ts\tn\ta\tu\tt\tx": "8 fields",
	} {
		_, err := parseMetadata(line)
		assert.ErrorContains(t, err, want)
	}
}

func TestParseText(t *testing.T) {
	for text, want := range map[string][2]string{
		"":                        {"", ""},
		"عنوان":                   {"عنوان", ""},
		" عنوان \n\n أ \n\n\nب\n": {"عنوان", "أ\nب"},
		"عنوان\r\n\r\nأ\r\nب\r\n": {"عنوان", "أ\nب"},
		"عنوان\nفقرة بلا سطر فارغ": {"عنوان", "فقرة بلا سطر فارغ"},
	} {
		title, body := parseText(text)
		assert.Equal(t, want, [2]string{title, body}, "%q", text)
	}
}

// No two articles are variations of one: they share no eight words in a row.
func TestNoTwoArticlesShareARun(t *testing.T) {
	const run = 8
	seen := map[string]string{}
	for _, a := range Articles() {
		words := strings.FieldsFunc(a.Title+" "+a.Body, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)
		})
		for i := range len(words) - run + 1 {
			key := strings.Join(words[i:i+run], " ")
			if other := seen[key]; other != "" {
				assert.Equal(t, other, a.ID, "shared: %s", key)
			}
			seen[key] = a.ID
		}
	}
}

func TestEveryOutletIsListedAsInvented(t *testing.T) {
	sources, err := FS.ReadFile("SOURCES.md")
	require.NoError(t, err)
	_, table, found := strings.Cut(string(sources), "| outlet |")
	require.True(t, found)
	outlets := map[string]int{}
	for _, a := range written(t) {
		outlets[a.Source]++
	}
	assert.GreaterOrEqual(t, len(outlets), 10)
	for o, n := range outlets {
		assert.Contains(t, table, "\n| "+o+" |")
		assert.GreaterOrEqual(t, n, 3, o)
	}
}

func TestQueriesAndJudgments(t *testing.T) {
	ids := map[string]bool{}
	for _, a := range Articles() {
		ids[a.ID] = true
	}
	queries := map[string]string{}
	for line := range strings.Lines(mustRead("queries.tsv")) {
		qid, text, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		require.True(t, ok, line)
		assert.NotContains(t, queries, qid)
		assert.NotEmpty(t, text, qid)
		queries[qid] = text
	}
	assert.Len(t, queries, 43)
	best := map[string]bool{} // queries with an article that answers them
	judged := map[string]bool{}
	for line := range strings.Lines(mustRead("qrels.tsv")) {
		f := strings.Fields(line)
		require.Len(t, f, 4, line)
		assert.Contains(t, queries, f[0])
		assert.Equal(t, "0", f[1], line)
		assert.True(t, ids[f[2]], "%s is no article", f[2])
		assert.Contains(t, []string{"1", "2"}, f[3], line)
		assert.False(t, judged[f[0]+" "+f[2]], "judged twice: %s", line)
		judged[f[0]+" "+f[2]] = true
		best[f[0]] = best[f[0]] || f[3] == "2"
	}
	for qid := range queries {
		assert.True(t, best[qid], "nothing answers query %s", qid)
	}
}

// The articles are there to try an analyzer, so the habits of spelling it has
// to know must stay in them.
func TestVariety(t *testing.T) {
	for name, v := range map[string]struct {
		pattern string
		atLeast int
	}{
		"a word with full marks":         {`\p{L}[\x{64b}-\x{652}]\p{L}[\x{64b}-\x{652}]\p{L}[\x{64b}-\x{652}]`, 4},
		"any mark":                       {`[\x{64b}-\x{652}]`, 60},
		"tatweel":                        {`\p{L}ـ+\p{L}`, 1},
		"Arabic-Indic digits":            {`[٠-٩]{2}`, 12},
		"Arabic-Indic separators":        {`[٠-٩][٫٬][٠-٩]`, 3},
		"Latin words":                    {`[A-Za-z]{2}`, 18},
		"an address":                     {`https?://`, 2},
		"an e-mail address":              {`[a-z]+@[a-z-]+\.example`, 2},
		"a hashtag":                      {`#\p{L}+_`, 3},
		"guillemets":                     {`«[^»]+»`, 50},
		"ASCII quotes":                   {`"[^"]+"`, 8},
		"decimals with a point":          {`[0-9]\.[0-9]`, 12},
		"decimals with a comma":          {`[0-9],[0-9]{1,2}\b`, 5},
		"presentation forms":             {`[\x{fe70}-\x{fefc}]`, 1},
		"alef wasla":                     {`ٱ`, 1},
		"Persian letters":                {`[کی]`, 1},
		"bidi marks":                     {`[\x{200e}\x{200f}]`, 2},
		"Egyptian فى":                    {`(^| )فى `, 8},
		"mas'ul with a yeh seat":         {`مسئول`, 3},
		"Egyptian months":                {`يونيه|يوليه`, 1},
		"Levantine and Iraqi months":     {`أيلول|تشرين|كانون|شباط|آذار|نيسان|أيار|حزيران|تموز|آب `, 14},
		"Moroccan months":                {`شتنبر|غشت|يوليوز|نونبر|دجنبر`, 4},
		"Algerian and Tunisian months":   {`جانفي|فيفري|أفريل|جوان|جويلية|أوت`, 8},
		"Hijri years":                    {`1[34][0-9]{2}هـ|هجري`, 5},
		"America, two ways":              {`أميرك|أمريك`, 3},
		"Google in the Gulf":             {`قوقل`, 1},
		"vizier, bare":                   {`(^|\s)وزير(\s|$)`, 6},
		"vizier, with the article":       {`(^|\s)و?الوزير`, 8},
		"viziers, with a proclitic":      {`(بالوزراء|للوزير|والوزراء)`, 4},
		"cease-fire":                     {`وقف إطلاق النار`, 5},
		"cease-fire with a proclitic":    {`لوقف إطلاق النار|بوقف إطلاق النار`, 3},
		"yoghurt":                        {`(^|[\s«])(ال|ب|بال)?لبن[\s.،»]`, 3},
		"Lebanon":                        {`لبنان`, 2},
		"ton":                            {`(^|\s)(ال)?طن[\s.،]`, 6},
		"homeland":                       {`وطن`, 1},
		"coin or currency":               {`عملة`, 3},
		"operation":                      {`عملية`, 3},
		"work":                           {`(^|\s)(ال)?عمل[\s.،]`, 5},
		"sultan":                         {`سلطان`, 2},
		"authority or salad":             {`(^|\s)(ال)?سلطة`, 2},
		"Oman":                           {`عمان|عُمان`, 1},
		"uncle":                          {`(^|[\s«])(ال)?عم[ّيه]*[\s»]`, 4},
		"Abd Allah in one and two words": {`عبدالله`, 1},
		"Abu Dhabi in two words":         {`أبو ظبي`, 1},
		"a year after a name":            {`كوفيد-19`, 1},
	} {
		re := regexp.MustCompile(v.pattern)
		n := 0
		for _, a := range written(t) {
			if re.MatchString(a.Title + "\n" + a.Body) {
				n++
			}
		}
		assert.GreaterOrEqual(t, n, v.atLeast, name)
		if testing.Verbose() {
			t.Logf("%-32s %d articles", name, n)
		}
	}
}
