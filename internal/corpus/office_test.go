package corpus

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// officeZip packs the parts of a document.
func officeZip(t *testing.T, parts map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, content := range parts {
		f, err := w.Create(name)
		require.NoError(t, err)
		_, err = f.Write([]byte(content))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.String()
}

// What is nested without end, or longer than a document may be, is refused
// before it takes the memory.
func TestOfficeBounds(t *testing.T) {
	const types = "[Content_Types].xml"
	deep := officeZip(t, map[string]string{types: "", "word/document.xml": strings.Repeat("<a>", 1_000_000)})
	assert.Contains(t, refusal(t, "deep.docx", deep).Error(), "nested without end")
	long := officeZip(t, map[string]string{types: "", "word/document.xml": strings.Repeat(" ", maxDocument+1)})
	assert.Contains(t, refusal(t, "long.docx", long).Error(), "longer than 64 MB")
	chapter := officeZip(t, map[string]string{
		"mimetype":               "application/epub+zip",
		"META-INF/container.xml": `<container><rootfile full-path="a.opf"/></container>`,
		"a.opf":                  `<package><metadata/><manifest><item id="a" href="a.html" media-type="text/html"/></manifest><spine><itemref idref="a"/></spine></package>`,
		"a.html":                 strings.Repeat("x ", maxChapter/2+1),
	})
	assert.Contains(t, refusal(t, "long.epub", chapter).Error(), "a chapter longer than 16 MB")
	assert.Contains(t, refusal(t, "long.md", "# x\n\n"+strings.Repeat("كلمة **هنا** ", maxMarkdown/20+1)).Error(), "Markdown longer than 4 MB")
}

// What is nested or left open a thousandfold takes no hours.
func TestSoundMarkdown(t *testing.T) {
	for _, s := range []string{strings.Repeat("> ", 50_000), strings.Repeat("- ", 50_000), strings.Repeat("![](", 20_000), strings.Repeat("1. > ", 30_000)} {
		_, body := markdownText(s + "كلمة")
		assert.Contains(t, body, "كلمة", "%.10q", s)
	}
	heading, body := markdownText("# عنوان\n\n> > اقتباس\n\n[رابط](x) " + strings.Repeat("[a](b) ", 400))
	assert.Equal(t, "عنوان", heading)
	assert.Equal(t, "اقتباس\nرابط "+strings.TrimSpace(strings.Repeat("a ", 400)), body)
}

// Front matter is read as its writer meant it, in whatever form.
func TestFrontMatter(t *testing.T) {
	for in, want := range map[string]string{
		"---\na: 1\nb: 0x1f\nc: 2024-05-17\nd: [x, 'y', null, true, 1.5]\ne: {f: g}\n---\nنص": `a=1 b="0x1f" c="2024-05-17" d=["x","y",null,true,1.5] e={"f":"g"}`,
		"---\nx: &a [1]\ny: *a\n...\nنص": `x=[1] y=[1]`,
		"+++\na = 1\n'b' = \"x = y\" \n# c = 2\nd = ['e', 'f']\ng = 2024-05-17\n[params]\n+++\nنص": `a=1 b="x = y" d=["e", "f"] g=2024-05-17`,
		"--- \n- list\n---\nنص": ``,
		"نص":                    ``,
	} {
		fields, body, err := cutFrontMatter(in)
		require.NoError(t, err, in)
		var got []string
		for _, f := range fields {
			got = append(got, f.key+"="+string(f.json)+f.cell)
			if f.json != nil {
				got[len(got)-1] = f.key + "=" + string(f.json)
			}
		}
		assert.Equal(t, want, strings.Join(got, " "), in)
		assert.Equal(t, "نص", body, in)
	}
	bomb := "---\na: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'k'; c++ {
		bomb += string(c) + ": &" + string(c) + " [" + strings.TrimSuffix(strings.Repeat("*"+string(c-1)+",", 10), ",") + "]\n"
	}
	_, body, err := cutFrontMatter(bomb + "---\nنص")
	require.Error(t, err)
	assert.Equal(t, "نص", body)
}
