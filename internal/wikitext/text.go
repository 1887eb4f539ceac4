package wikitext

import (
	"html"
	"strings"

	"github.com/fihris-search/fihris/internal/pattern"
)

// Text returns the text of a page, a paragraph a line, and its categories.
// fileNames and categoryNames are what the wiki calls the namespaces of files and
// of categories, beside the names that all wikis know.
func Text(s string, fileNames, categoryNames []string) (text string, categories []string) {
	w := writer{s: withoutElements(s), files: namesOf(fileNames, "file", "image", "media", "ملف", "صورة", "وسائط", "ميديا", "fichier", "پرونده"),
		classes: namesOf(categoryNames, "category", "تصنيف", "catégorie", "رده")}
	w.match()
	w.write(0, len(w.s), 0)
	return lines(w.b.String()), w.categories
}

func namesOf(given []string, usual ...string) map[string]bool {
	m := map[string]bool{}
	for _, name := range append(given, usual...) {
		m[strings.ToLower(strings.TrimSpace(name))] = true
	}
	return m
}

// Redirect reports whether a page only leads to another.
func Redirect(s string) bool {
	return redirect().MatchString(s)
}

var redirect = pattern.New(`(?i)^\s*#\s*(?:redirect|تحويل|redirection|تغییر[_ \x{200c}]?مسیر)\s*:?\s*\[\[`)

// writer writes the text of a page.
type writer struct {
	s          string
	ends       map[int]int // where what is opened at a place ends, behind its closing sign
	files      map[string]bool
	classes    map[string]bool
	b          strings.Builder
	categories []string
}

// Bounds of what is in one another, and of categories.
const (
	maxDepth      = 40
	maxCategories = 100
)

// match finds what each {{, [[ and {| is closed by. What is not closed is none.
func (w *writer) match() {
	w.ends = map[int]int{}
	type open struct {
		at   int
		sign string
	}
	var stack []open
	closeWith := func(sign string, end *int) bool {
		for i := len(stack) - 1; i >= 0; i-- {
			if stack[i].sign == sign {
				if at := stack[i].at; sign == "{{" && strings.HasPrefix(w.s[at+2:], "{") && strings.HasPrefix(w.s[*end:], "}") {
					*end++ // a parameter
				}
				w.ends[stack[i].at] = *end
				stack = stack[:i]
				return true
			}
			if len(stack)-i > maxDepth {
				break
			}
		}
		return false
	}
	for i := 0; i < len(w.s)-1; {
		step := 2
		switch w.s[i : i+2] {
		case "{{", "[[":
			stack = append(stack, open{i, w.s[i : i+2]})
		case "{|":
			if lineBegins(w.s, i) {
				stack = append(stack, open{i, "{|"})
			}
		case "}}":
			end := i + 2
			if closeWith("{{", &end) {
				step = end - i
			}
		case "]]":
			if strings.HasPrefix(w.s[i+2:], "]") && !strings.HasPrefix(w.s[i+3:], "]") {
				step = 1 // the first is that of a link to elsewhere
				break
			}
			end := i + 2
			closeWith("[[", &end)
		case "|}":
			switch {
			case lineBegins(w.s, i) && (i+2 >= len(w.s) || w.s[i+2] != '}'):
				end := i + 2
				closeWith("{|", &end)
			default:
				step = 1
			}
		case "\n\n":
			for len(stack) > 0 && stack[len(stack)-1].sign == "[[" { // a link is in one paragraph
				stack = stack[:len(stack)-1]
			}
			step = 1
		default:
			step = 1
		}
		i += step
	}
}

// lineBegins tells a place at which a line begins, but for spaces and colons.
func lineBegins(s string, i int) bool {
	for i--; i >= 0 && (s[i] == ' ' || s[i] == '\t' || s[i] == ':'); i-- {
	}
	return i < 0 || s[i] == '\n'
}

// write writes the text of s[i:end].
func (w *writer) write(i, end, depth int) {
	for i < end {
		at := strings.IndexAny(w.s[i:end], "{['")
		if at < 0 {
			w.b.WriteString(w.s[i:end])
			return
		}
		w.b.WriteString(w.s[i : i+at])
		i += at
		closed, ok := w.ends[i]
		ok = ok && closed <= end
		switch {
		case ok && strings.HasPrefix(w.s[i:], "{{"):
			w.template(i+2, closed-2, depth)
			i = closed
		case ok && strings.HasPrefix(w.s[i:], "[["):
			w.link(i+2, closed-2, depth)
			i = closed
		case ok:
			i = closed // a table
		case strings.HasPrefix(w.s[i:], "''"):
			for i < end && w.s[i] == '\'' {
				i++
			}
		case strings.HasPrefix(w.s[i:], "{{") || strings.HasPrefix(w.s[i:], "[["):
			i += 2
		case w.s[i] == '[':
			i = w.external(i, end, depth)
		default:
			w.b.WriteByte(w.s[i])
			i++
		}
	}
}

// parts returns where the parts of a template or a link begin and end, which |
// sets apart.
func (w *writer) parts(i, end int) (all [][2]int) {
	start := i
	for i < end {
		if closed, ok := w.ends[i]; ok && closed <= end {
			i = closed
			continue
		}
		if w.s[i] == '|' {
			all = append(all, [2]int{start, i})
			start = i + 1
		}
		i++
	}
	return append(all, [2]int{start, end})
}

// textTemplates are templates that hold text of the article: quotations, verses,
// words of another language.
var textTemplates = namesOf(nil, "اقتباس", "اقتباس مضمن", "مقولة", "بيت", "بيت شعر", "قصيدة", "شعر", "آية", "قرآن", "حديث", "نص", "لغة", "لغ", "lang", "quote", "cquote", "blockquote", "poem", "nowrap", "بلا التفاف")

var parameter = pattern.New(`^\s*[\pL\d _-]{1,30}\s*=`)

func (w *writer) template(i, end, depth int) {
	parts := w.parts(i, end)
	name := strings.ToLower(strings.TrimSpace(strings.ReplaceAll(w.s[parts[0][0]:parts[0][1]], "_", " ")))
	if depth >= maxDepth || !textTemplates[name] {
		return
	}
	args := parts[1:]
	if (name == "lang" || name == "لغ" || name == "لغة") && len(args) > 1 {
		args = args[1:] // which language
	}
	for n, arg := range args {
		if eq := parameter().FindString(w.s[arg[0]:arg[1]]); eq != "" {
			key := strings.TrimSpace(strings.TrimSuffix(eq, "="))
			if key != "1" && key != "2" && key != "نص" && key != "text" && key != "quote" {
				continue
			}
			arg[0] += len(eq)
		}
		if n > 0 {
			w.b.WriteByte(' ')
		}
		w.write(arg[0], arg[1], depth+1)
	}
}

// interwiki are links to the same page in other languages.
var interwiki = pattern.New(`^(?:[a-z]{2,3}(?:-[a-z-]{2,12})?|simple)$`)

func (w *writer) link(i, end, depth int) {
	parts := w.parts(i, end)
	target := strings.TrimSpace(w.s[parts[0][0]:parts[0][1]])
	space, rest, spaced := strings.Cut(target, ":")
	space = strings.ToLower(strings.TrimSpace(space))
	switch {
	case spaced && w.files[space]:
		return
	case spaced && w.classes[space]:
		if len(w.categories) < maxCategories {
			w.categories = append(w.categories, strings.ReplaceAll(strings.TrimSpace(rest), "_", " "))
		}
		return
	case spaced && interwiki().MatchString(space) && len(parts) == 1:
		return
	}
	label := parts[len(parts)-1]
	if len(parts) == 1 {
		label[0] += len(w.s[label[0]:label[1]]) - len(strings.TrimLeft(w.s[label[0]:label[1]], ": "))
	}
	if depth < maxDepth {
		w.write(label[0], label[1], depth+1)
	}
}

var address = pattern.New(`^\[(?:(?:https?|ftp):)?//[^\s\]]+`)

// external writes the words of a link to elsewhere, or a bracket that is none.
func (w *writer) external(i, end, depth int) int {
	m := address().FindString(w.s[i:end])
	close := strings.IndexByte(w.s[i:min(end, i+2000)], ']')
	if m == "" || close < len(m) {
		w.b.WriteByte('[')
		return i + 1
	}
	if depth < maxDepth {
		w.write(i+len(m), i+close, depth+1)
	}
	return i + close + 1
}

var (
	heading     = pattern.New(`^(={1,6})\s*(.*?)\s*={1,6}\s*$`)
	marker      = pattern.New(`^(?:[*#:;]+\s*|-{4,}\s*)`)
	magicWord   = pattern.New(`__[\pL_]+?__`)
	emptyParens = pattern.New(`\s*[(（]\s*[،,;؛:.\s-]*[)）]`)
)

// lines sets the text in lines: no signs of lists, no headings of nothing.
func lines(s string) string {
	s = magicWord().ReplaceAllString(s, "")
	s = emptyParens().ReplaceAllString(html.UnescapeString(s), "")
	var out []string
	var levels []int // of headings that have no text yet
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		level := 0
		if m := heading().FindStringSubmatch(line); m != nil {
			level, line = len(m[1]), m[2]
		} else {
			line = marker().ReplaceAllString(line, "")
		}
		if line = strings.Join(strings.Fields(line), " "); line == "" || strings.Trim(line, ".,،:;-–—*|") == "" {
			continue
		}
		if level == 0 {
			levels = levels[:0]
		}
		for level > 0 && len(levels) > 0 && levels[len(levels)-1] >= level {
			levels, out = levels[:len(levels)-1], out[:len(out)-1]
		}
		if level > 0 {
			levels = append(levels, level)
		}
		out = append(out, line)
	}
	return strings.Join(out[:len(out)-len(levels)], "\n")
}
