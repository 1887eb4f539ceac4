package corpus

import (
	"iter"
	"path"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	gparser "github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/fihris-search/fihris/internal/markup"
	"github.com/fihris-search/fihris/internal/pattern"
)

// maxMarkdown is how many bytes of Markdown are read as one article: its tree
// takes twenty times as much memory.
const maxMarkdown = 4 << 20

// readMarkdown reads Markdown as one article. What stands in front of it between
// lines of hyphens are its fields, as those of a record; its title may also be
// its first heading, or the name of the file, as in Obsidian.
func readMarkdown(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		s, err := doc.readText()
		if err == nil && len(s) > maxMarkdown {
			err = fault{what: "Markdown longer than 4 MB", next: "split it into articles"}
		}
		if err != nil {
			yield(draft{}, err)
			return
		}
		rec, err := markdownRecord(unixLines(s), doc.name)
		if err != nil {
			doc.note(0, "front matter that is no YAML, left out")
		}
		for d, err := range doc.drafts(func(yield func(record, error) bool) { yield(rec, nil) }) {
			d.prose, d.plain = true, true
			if !yield(d, err) {
				return
			}
		}
	}
}

// markdownRecord makes a record of Markdown. An error is about what stands in
// front of it.
func markdownRecord(s, name string) (record, error) {
	fields, s, err := cutFrontMatter(s)
	heading, body := markdownText(s)
	title := ""
	for _, f := range fields {
		if r, ok := exactRole(f.key); ok && r == roleTitle && !f.empty() {
			title = f.one()
		}
	}
	switch {
	case title == "" && heading != "":
		title = heading
		fields = append(fields, field{"title", value{cell: heading}})
	case title == "":
		if title = nameOfFile(name); title == "" {
			title, body = parseText(body)
		}
		fields = append(fields, field{"title", value{cell: title}})
	case heading != "" && heading != title:
		body = heading + "\n" + body
	}
	return record{fields: append(fields, field{"body", value{cell: body}})}, err
}

// nameOfFile returns the name of a file as a title, "" where it is none: without
// Arabic letters it is rather a number or a word of the system.
func nameOfFile(name string) string {
	base := path.Base(name)
	base = strings.TrimSuffix(base, path.Ext(base))
	if _, arabic := letters(base); arabic < 2 {
		return ""
	}
	return strings.Join(strings.FieldsFunc(base, func(r rune) bool { return strings.ContainsRune(" -_+,", r) }), " ")
}

// Signs that programs have beside Markdown: what Obsidian embeds, links and
// marks, what Hugo and Jekyll put in its place.
var (
	embedded   = pattern.New(`!\[\[[^\]\n]*\]\]|\{\{[<%][^}\n]*[>%]\}\}|\{%[^}\n]*%\}|%%[^%\n]*%%`)
	wikiLink   = pattern.New(`\[\[(?:[^\]|\n]*\|)?([^\]|#\n]*)(?:#[^\]|\n]*)?\]\]`)
	emphasized = pattern.New(`==([^=\n]+)==`)
)

// nested is a line that begins with more quotations and lists in one another than
// anyone writes.
var nested = pattern.New(`(?m)^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*){50,}`)

// openLinks is how many addresses of a text may never be closed.
const openLinks = 300

// soundMarkdown takes away what no one writes and what would take hours to read:
// the time for what is nested or left open grows with its square.
func soundMarkdown(s string) string {
	s = nested().ReplaceAllString(s, "")
	if strings.Count(s, "](") > strings.Count(s, ")")+openLinks {
		s = strings.ReplaceAll(s, "](", "] ")
	}
	return s
}

// parser reads Markdown as GitHub has it, with notes at the foot.
var parser = sync.OnceValue(func() gparser.Parser {
	return goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList, extension.Footnote)).Parser()
})

// markdownText returns the text of Markdown, a paragraph a line or more, and
// apart from it the heading of the first two levels that it begins with.
func markdownText(s string) (heading, body string) {
	s = soundMarkdown(s)
	s = embedded().ReplaceAllString(s, "")
	s = wikiLink().ReplaceAllString(s, "$1")
	s = emphasized().ReplaceAllString(s, "$1")
	w := markdownWriter{source: []byte(s)}
	root := parser().Parse(text.NewReader(w.source))
	if h, ok := root.FirstChild().(*ast.Heading); ok && h.Level <= 2 {
		w.blocks(h)
		heading = strings.Join(strings.Fields(w.String()), " ")
		w.Reset()
		root.RemoveChild(root, h)
	}
	w.blocks(root)
	return heading, strings.TrimSpace(w.String())
}

// markdownWriter writes the text of a tree.
type markdownWriter struct {
	strings.Builder
	source []byte
}

// blocks writes a node and all within it.
func (w *markdownWriter) blocks(root ast.Node) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			w.leave(n)
			return ast.WalkContinue, nil
		}
		return w.enter(n), nil
	})
}

func (w *markdownWriter) enter(n ast.Node) ast.WalkStatus {
	switch n := n.(type) {
	case *ast.Text:
		b := n.Segment.Value(w.source)
		if !n.IsRaw() {
			b = util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(b)))
		}
		w.Write(b)
		if n.SoftLineBreak() || n.HardLineBreak() {
			w.WriteByte('\n')
		}
	case *ast.String:
		w.Write(n.Value)
	case *ast.AutoLink:
		w.Write(n.Label(w.source))
	case *ast.RawHTML:
		if raw := string(n.Segments.Value(w.source)); strings.HasPrefix(strings.ToLower(raw), "<br") {
			w.WriteByte('\n')
		}
		return ast.WalkSkipChildren
	case *ast.HTMLBlock:
		raw := string(n.Lines().Value(w.source))
		if n.HasClosure() {
			raw += string(n.ClosureLine.Value(w.source))
		}
		w.WriteString(markup.Text(raw))
	case *ast.CodeBlock:
		w.Write(n.Lines().Value(w.source))
	case *ast.FencedCodeBlock:
		w.Write(n.Lines().Value(w.source))
	case *east.FootnoteLink, *east.FootnoteBacklink:
		return ast.WalkSkipChildren
	}
	return ast.WalkContinue
}

func (w *markdownWriter) leave(n ast.Node) {
	switch {
	case n.Kind() == east.KindTableCell:
		w.WriteByte(' ')
	case n.Type() == ast.TypeBlock && !strings.HasSuffix(w.String(), "\n"):
		w.WriteByte('\n')
	}
}
