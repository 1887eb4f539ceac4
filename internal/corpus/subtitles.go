package corpus

import (
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/markup"
	"github.com/fihris-search/fihris/internal/pattern"
)

// readSubtitles reads what is said in a film or a talk as one article: SubRip
// (SRT), WebVTT, SubStation (SSA, ASS), MicroDVD, lyrics (LRC) and TTML. Numbers,
// times and styles are no text.
func readSubtitles(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		s, err := doc.readText()
		if err != nil {
			yield(draft{}, err)
			return
		}
		var c cues
		switch s = strings.TrimSpace(unixLines(s)); {
		case strings.HasPrefix(s, "<"):
			c.say(markup.Text(s))
		case strings.HasPrefix(s, "[Script Info]"):
			c.script(s)
		case !strings.Contains(s, "-->"):
			c.stamped(s)
		default:
			c.timed(s)
		}
		if err := checkProse(c.String()); err != nil {
			yield(draft{}, err)
			return
		}
		doc.note(0, "subtitles: numbers, times and styles were left out")
		yield(draft{title: c.title, body: c.String(), prose: true}, nil)
	}
}

// cues puts together what is said. Sentences run on from one cue to the next.
type cues struct {
	strings.Builder
	title string
	last  string
}

// styles are what is written into cues beside the text: {\an8}, and tags, of
// which WebVTT has some of its own.
var styles = pattern.New(`\{\\[^}]*\}|</?[a-z0-9][^<>\n]{0,100}>`)

// say adds the text of a cue, or a line of one. Captions that roll up repeat the
// line before.
func (c *cues) say(text string) {
	text = strings.Join(strings.Fields(markup.Clean(styles().ReplaceAllString(text, ""))), " ")
	if text == "" || text == c.last {
		return
	}
	if c.Len() > 0 {
		if end, _ := utf8.DecodeLastRuneInString(c.last); strings.ContainsRune(".!?؟…»\"", end) {
			c.WriteByte('\n')
		} else {
			c.WriteByte(' ')
		}
	}
	c.last = text
	c.WriteString(text)
}

// timed reads cues that a line with two times begins; before it their name may
// stand. What stands before the first, and in blocks of notes and styles, is none.
func (c *cues) timed(s string) {
	if first, _, _ := strings.Cut(s, "\n"); strings.HasPrefix(first, "WEBVTT") {
		c.title = strings.Trim(strings.TrimPrefix(first, "WEBVTT"), " \t-")
	}
	lines := strings.Split(s, "\n")
	said := false // within a cue
	for i, line := range lines {
		next := i+1 < len(lines) && strings.Contains(lines[i+1], "-->")
		before := i == 0 || strings.TrimSpace(lines[i-1]) == ""
		switch {
		case strings.Contains(line, "-->"):
			said = true
		case next && (before || isNumber(line)):
			said = false
		case strings.TrimSpace(line) == "":
			said = said && !next && !beginsBlock(lines, i+1)
		case said:
			c.say(line)
		}
	}
}

// beginsBlock tells the start of a block of WebVTT that is no cue.
func beginsBlock(lines []string, at int) bool {
	return at < len(lines) && (strings.HasPrefix(lines[at], "NOTE") || lines[at] == "STYLE" || lines[at] == "REGION")
}

func isNumber(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && strings.Trim(line, "0123456789") == ""
}

// script reads the lines of SubStation: the tenth field is what is said.
func (c *cues) script(s string) {
	for line := range strings.Lines(s) {
		if title, ok := strings.CutPrefix(line, "Title:"); ok {
			c.title = strings.TrimSpace(title)
		}
		if fields := strings.SplitN(line, ",", 10); strings.HasPrefix(line, "Dialogue:") && len(fields) == 10 {
			c.say(lineBreaks.Replace(fields[9]))
		}
	}
}

var lineBreaks = strings.NewReplacer(`\N`, " ", `\n`, " ", `\h`, " ")

// stamp is what stands before a line of MicroDVD or of lyrics.
var stamp = pattern.New(`^(?:\s*\{\d*\}\{\d*\}|\s*(?:\[\d+:\d\d(?:[.:]\d+)?\]\s*)+)`)

// stamped reads lines that a time or the number of a picture begins.
func (c *cues) stamped(s string) {
	for line := range strings.Lines(s) {
		if title, ok := strings.CutPrefix(strings.TrimSpace(line), "[ti:"); ok {
			c.title = strings.TrimSuffix(title, "]")
		}
		if at := stamp().FindString(line); at != "" {
			c.say(strings.ReplaceAll(line[len(at):], "|", " "))
		}
	}
}
