package corpus

import (
	"slices"
	"strings"
	"unicode"

	"github.com/fihris-search/fihris/internal/pattern"
)

// What a decoded text looks like. Patterns look at the start of the text only,
// and none of them can take more than linear time.

// has is met by text that has this in it, in capitals or not.
func has(s string) func(*head) bool {
	return func(h *head) bool { return strings.Contains(strings.ToLower(h.text()), s) }
}

// starts is met by text that begins with this.
func starts(s string) func(*head) bool {
	return func(h *head) bool { return strings.HasPrefix(strings.TrimSpace(h.text()), s) }
}

// matches is met by text of this pattern.
func matches(text string) func(*head) bool {
	re := pattern.New(text)
	return func(h *head) bool { return re().MatchString(h.text()) }
}

// ends is met by names with one of these endings.
func ends(endings ...string) func(*head) bool {
	return func(h *head) bool { return slices.Contains(endings, h.ending) }
}

// xmlProlog is what may stand before the first element.
var xmlProlog = pattern.New(`(?s)^(?:\s+|<\?.*?\?>|<!--.*?-->|<!(?i:doctype)(?:[^\[>]|\[[^\]]*\])*>)`)

// element is the first element: its name without prefix.
var element = pattern.New(`^<(?:[\w.-]+:)?([\w.-]+)[\s/>]`)

// rootOf returns the name of the first element of markup, in small letters.
func rootOf(h *head) string {
	s := h.text()
	if !strings.HasPrefix(strings.TrimSpace(s), "<") {
		return ""
	}
	for {
		loc := xmlProlog().FindStringIndex(s)
		if loc == nil {
			break
		}
		s = s[loc[1]:]
	}
	if m := element().FindStringSubmatch(s); m != nil {
		return strings.ToLower(m[1])
	}
	return ""
}

// xmlRoot is met by XML whose first element has one of these names.
func xmlRoot(names ...string) func(*head) bool {
	return func(h *head) bool { return slices.Contains(names, rootOf(h)) }
}

// isXML tells markup that says that it is XML, or has an ending of it.
func isXML(h *head) bool {
	return starts("<?xml")(h) || rootOf(h) != "" && ends(".xml", ".xhtml", ".xsl", ".rdf", ".owl", ".tml", ".tei", ".sgm", ".sgml")(h)
}

var (
	htmlStart = pattern.New(`(?i)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<(?:html|head|body|meta|script|link|title|table)[\s>])`)
	htmlTag   = pattern.New(`(?i)</?(?:html|head|body|div|span|table|tr|td|a|p|li|ul|script|meta|link|img|br|font|center)(?:\s[^<>]*)?>`)
)

// isHTML tells pages: by their start, by the ending of the name where there
// are tags, or because tags are much of them.
func isHTML(h *head) bool {
	s := h.text()
	root := rootOf(h)
	if starts("<?xml")(h) && !slices.Contains([]string{"html", "body", "div", "table", "center", "p"}, root) {
		return false
	}
	if htmlStart().MatchString(s) || root == "html" {
		return true
	}
	tags := len(htmlTag().FindAllStringIndex(s, -1))
	if tags > 0 && ends(".html", ".htm", ".shtml", ".xhtml", ".php", ".asp", ".aspx", ".jsp", ".cfm")(h) {
		return true
	}
	return strings.Contains(strings.ToLower(s), "<body") && tags > 5
}

var (
	mailField = pattern.New(`(?mi)^(From|To|Subject|Date|Message-ID|MIME-Version|Received|Content-Type|Return-Path|Delivered-To|Reply-To|Content-Transfer-Encoding|X-[\w-]+): ?`)
	mailOnly  = pattern.New(`(?mi)^(Message-ID|MIME-Version|Received|Content-Type|Return-Path|Delivered-To|Content-Transfer-Encoding): ?`)
	mboxStart = pattern.New(`^\s*From \S+.*\d\d:\d\d`)
)

// mailHead returns the lines before the first blank one if they are those of a
// message, which have names that no head of an article has.
func mailHead(s string) string {
	block, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimLeft(s, " \t\r\n"), "\r\n", "\n"), "\n\n")
	if !mailField().MatchString(block) || !mailOnly().MatchString(block) || len(mailField().FindAllString(block, 3)) < 2 {
		return ""
	}
	if first := mailField().FindStringIndex(block); first[0] != 0 && !mboxStart().MatchString(block) {
		return ""
	}
	return block
}

func isMbox(h *head) bool { return mboxStart().MatchString(h.text()) && mailHead(h.text()) != "" }

func isMail(h *head) bool { return mailHead(h.text()) != "" }

func isMHTML(h *head) bool {
	block := strings.ToLower(mailHead(h.text()))
	return strings.Contains(block, "multipart/related") || block != "" && ends(".mht", ".mhtml")(h) ||
		strings.Contains(block, "saved by")
}

var (
	isSubtitles  = anyOf(starts("WEBVTT"), xmlRoot("tt"), matches(`\A\s*\{\d+\}\{\d+\}`), starts("[Script Info]"), matches(`(?m)^\s*\d{1,2}:\d\d(?::\d\d)?[.,]\d{1,3}\s*-->\s*\d`), matches(`(?s)^\s*(?:\[[a-z]+:[^\]\n]*\]\s*)*(?:\[\d\d:\d\d[.:]\d\d\].*){5}`))
	isSQL        = matches(`(?mi)^\s*(?:insert\s+(?:ignore\s+)?into\s+[^\n]{1,200}(?:values|\()|create\s+table\s[^(\n]{1,150}\n?\s*\(|drop\s+table\s[^\n]{1,150};|copy\s+\S+[^\n]*from\s+stdin|-- (?:phpmyadmin|mysql|mariadb|postgresql)[^\n]*dump)`)
	isReferences = anyOf(matches(`(?m)\A\s*(?:%[^\n]*\n\s*)*@\w+\s*\{[^\n]*,\s*$`), matches(`\A\s*TY  - `), matches(`\A\s*%0 \w`), matches(`\A\s*PMID- \d`), ends(".bib", ".ris", ".enw"))
	isOpenITI    = anyOf(starts("######OpenITI#"), has("#meta#header#end#"), ends(".markdown-openiti", ".automarkdown", ".completed", ".inprogress"))
	isConllToken = pattern.New(`(?m)^\d+(?:-\d+)?\t[^\t\n]+\t(?:[^\t\n]*\t){6,}[^\t\n]*$`)
	isCoNLL      = anyOf(ends(".conllu", ".conll"), func(h *head) bool { return len(isConllToken().FindAllStringIndex(h.text(), 5)) == 5 })

	frontMatter = pattern.New(`(?s)\A\s*(?:---[ \t]*\r?\n(?:[\w\p{Arabic} -]+:[^\n]*\n|[ \t]+[^\n]*\n|- [^\n]*\n|#[^\n]*\n|\r?\n)+?(?:---|\.\.\.)[ \t]*\r?\n|\+\+\+[ \t]*\r?\n.*?\n\+\+\+)`)
	markdown    = pattern.New(`(?m)^#{1,6} \S|\]\([^)\s]+\)|\*\*[^*\n]+\*\*|^\s*[*-] \[[ x]\]|^> `)
)

// isMarkdown tells front matter between lines of hyphens or pluses, whatever
// the ending, and signs of Markdown where the ending says so.
func isMarkdown(h *head) bool {
	if frontMatter().MatchString(h.text()) {
		return true
	}
	return ends(".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd")(h) && markdown().MatchString(h.text())
}

// isEncoded tells keys and base64: hundreds of its signs, in lines of one
// length, and no spaces.
func isEncoded(h *head) bool {
	s := strings.TrimSpace(h.text())
	if strings.HasPrefix(s, "-----BEGIN ") {
		return true
	}
	return len(s) >= 400 && encoded().MatchString(s[:400]) && strings.ContainsFunc(s[:400], unicode.IsDigit) || mostlyEncoded(s)
}

// mostlyEncoded tells a text that is mostly one long word of it.
func mostlyEncoded(s string) bool {
	long := 0
	for _, word := range longWords().FindAllString(s, -1) {
		if strings.ContainsFunc(word, unicode.IsDigit) && strings.ContainsFunc(word, unicode.IsUpper) {
			long += len(word)
		}
	}
	return 2*long > len(s)
}

var longWords = pattern.New(`[A-Za-z0-9+/_=-]{400,}`)

var encoded = pattern.New(`\A(?:[A-Za-z0-9+/_-]{56,80}\r?\n){5}|\A[A-Za-z0-9+/_=-]{400}`)

// sourceEndings are those of programs, styles and settings, which may be full
// of words that no one wrote to be read.
var sourceEndings = []string{
	".js", ".mjs", ".ts", ".tsx", ".jsx", ".css", ".scss", ".less", ".py", ".go", ".java", ".kt", ".c", ".h", ".cpp", ".hpp", ".cs", ".rs", ".rb", ".pl",
	".pm", ".php", ".sh", ".bash", ".bat", ".ps1", ".vbs", ".lua", ".r", ".m", ".swift", ".scala", ".ini", ".cfg", ".conf", ".log", ".lock", ".map",
	".properties", ".po", ".pot", ".strings", ".diff", ".patch", ".make", ".cmake", ".gradle", ".dtd", ".xsd", ".rels", ".torrent", ".lnk", ".url",
}

var shebang = pattern.New(`\A#!\s*/`)

func isSource(h *head) bool {
	return slices.Contains(sourceEndings, h.ending) || shebang().MatchString(h.text()) || isLog(h.text())
}

// logLine is a line that a program wrote for those who look after it: a time, and
// how grave it is or what was asked of a server.
var logLine = pattern.New(`\d\d:\d\d.*(?:\b(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL)\b|"(?:GET|POST|HEAD|PUT) )`)

// isLog tells a text of at least five lines that nearly all are such.
func isLog(s string) bool {
	lines, logged := 0, 0
	for line := range strings.Lines(s) {
		if lines++; lines > 100 {
			break
		}
		if logLine().MatchString(line) {
			logged++
		}
	}
	return lines >= 5 && 10*logged >= 9*lines
}

// jsonBlank is what may stand between the signs of JSON: blanks, and the
// comments that people write into it.
const jsonBlank = `(?:\s|//[^\n]*\n|/\*[^*]*\*/)*`

var (
	// jsonStart is how JSON begins, and nothing that is written to be read:
	// a brace before a name, a bracket before a value.
	jsonStart = pattern.New(`^` + jsonBlank + `(?:[\w.\[\]"' $]{1,100}=\s*)?(?:\{` + jsonBlank + `(?:["'}]|[A-Za-z_$][\w$]*\s*:|\z)|\[` + jsonBlank + `(?:[{"\]]|\[\s*["\[{\d-]|-?\d+(?:\.\d+)?\s*[,\]]|(?:null|true|false)\s*[,\]]|\z))`)
	// jsonAssigned is a statement of JavaScript that exports put before.
	jsonAssigned = pattern.New(`^\s*[\w.\[\]"' $]{1,100}=\s*`)
)

// isJSON tells JSON by its start; where only the ending says it, and the text
// nothing else, it is JSON that is broken.
func isJSON(h *head) bool {
	s := h.text()
	if h.err != nil {
		return false
	}
	if jsonStart().MatchString(s) {
		return true
	}
	return ends(".json", ".jsonl", ".ndjson", ".json5", ".jsonc", ".geojson")(h) && rootOf(h) == ""
}
