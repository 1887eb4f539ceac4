package corpus

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// prose returns a text that may lie in pieces: a list of paragraphs is joined
// by line feeds, a list of pieces of a line (Telegram) as they stand, and of an
// object the texts in it in order.
func (v value) prose() string {
	if v.kind() == '"' {
		return v.scalar()
	}
	var p pieces
	p.add(v, 0)
	return strings.TrimSpace(p.String())
}

// pieces joins texts.
type pieces struct{ strings.Builder }

func (p *pieces) add(v value, depth int) {
	if depth > 8 {
		return
	}
	switch v.kind() {
	case '[':
		all := v.elements()
		if isTokens(all) {
			p.WriteString(strings.Join(v.all(), " "))
			return
		}
		inline := isInline(all)
		for _, item := range all {
			if inline {
				p.addInline(item)
				continue
			}
			p.paragraph()
			p.add(item, depth+1)
		}
	case '{':
		if inner, ok := v.wrapped(); ok {
			p.add(inner, depth+1)
			return
		}
		for _, m := range v.members() {
			if k := m.kind(); (k == '"' || k == '[' || k == '{') && !names().isOther(m.key) {
				p.paragraph()
				p.add(m.value, depth+1)
			}
		}
	case '"':
		p.WriteString(v.scalar())
	}
}

// paragraph begins another paragraph.
func (p *pieces) paragraph() {
	if s := p.String(); s != "" && !strings.HasSuffix(s, "\n") {
		p.WriteByte('\n')
	}
}

// spanTypes are the types of pieces of a line in Telegram, and in the editors
// that keep what was typed as a tree.
var spanTypes = []string{
	"plain", "bold", "italic", "link", "text_link", "mention", "mention_name", "hashtag", "cashtag", "code", "pre", "underline", "strikethrough", "spoiler",
	"custom_emoji", "email", "phone", "bot_command", "bank_card", "blockquote", "text",
}

// isInline tells the list that Telegram makes of one text with links and bold
// words in it: texts and objects of a type and a text, side by side; or objects
// alone, if their types are those of pieces of a line and not of paragraphs.
func isInline(all []value) bool {
	texts, spans, ofLine := 0, 0, 0
	for _, v := range all {
		switch v.kind() {
		case '"':
			texts++
		case '{':
			for _, m := range v.members() {
				if m.key == "type" && m.kind() == '"' {
					spans++
					if slices.Contains(spanTypes, m.scalar()) {
						ofLine++
					}
					break
				}
			}
		}
	}
	return spans > 0 && texts+spans == len(all) && (texts > 0 || ofLine == spans)
}

// tokenLetters is how long the words of a text are at most on average.
const tokenLetters = 12

// isTokens tells a text that was cut into words.
func isTokens(all []value) bool {
	size := 0
	for _, v := range all {
		if v.kind() != '"' {
			return false
		}
		size += utf8.RuneCountInString(v.scalar())
	}
	return len(all) >= 8 && size <= tokenLetters*len(all)
}

// addInline adds a piece of a line without trimming it.
func (p *pieces) addInline(v value) {
	if v.kind() == '{' {
		for _, m := range v.members() {
			if m.key == "text" {
				v = m.value
			}
		}
	}
	if v.kind() == '"' && v.json != nil {
		p.WriteString(unquoted(v.json))
	}
}
