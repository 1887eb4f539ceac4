package wikitext

import "strings"

// dropped elements hold no text of the article; escaped ones hold text in which
// no sign means anything.
var (
	dropped = map[string]bool{
		"ref": true, "references": true, "gallery": true, "timeline": true, "math": true, "chem": true, "ce": true, "score": true, "templatestyles": true,
		"imagemap": true, "inputbox": true, "graph": true, "mapframe": true, "maplink": true, "hiero": true, "categorytree": true, "syntaxhighlight": true,
		"source": true, "script": true, "style": true, "noinclude": true, "templatedata": true, "table": true, "dynamicpagelist": true, "charinsert": true,
	}
	escaped = map[string]bool{"nowiki": true, "pre": true, "code": true}
	breaks  = map[string]bool{"br": true, "p": true, "div": true, "li": true, "ul": true, "ol": true, "dl": true, "dd": true, "dt": true, "blockquote": true, "poem": true, "center": true, "hr": true, "tr": true, "h1": true, "h2": true, "h3": true, "h4": true}

	signs = strings.NewReplacer("[", "&#91;", "]", "&#93;", "{", "&#123;", "}", "&#125;", "'", "&#39;", "|", "&#124;", "=", "&#61;", "*", "&#42;", "#", "&#35;", ":", "&#58;", ";", "&#59;")
)

// withoutElements takes comments and elements out of a page: of some the tags
// only, of others with all that is in them.
func withoutElements(s string) string {
	if !strings.Contains(s, "<") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	lower := asciiLower(s)
	absent := map[string]bool{} // ends that do not come any more
	for i := 0; i < len(s); {
		at := strings.IndexByte(s[i:], '<')
		if at < 0 {
			b.WriteString(s[i:])
			break
		}
		b.WriteString(s[i : i+at])
		i += at
		if strings.HasPrefix(s[i:], "<!--") {
			end := find(s, "-->", i, absent)
			if end < 0 {
				break // as MediaWiki has it: a comment goes to the end
			}
			i = end
			continue
		}
		name, end, closing, empty := tagAt(lower, i)
		switch {
		case end == 0:
			b.WriteByte('<')
			i++
		case !closing && !empty && (dropped[name] || escaped[name]):
			after := find(lower, "</"+name, i, absent)
			if after < 0 {
				i = end
				break
			}
			if escaped[name] {
				b.WriteString(signs.Replace(s[end:max(end, after-len(name)-2)]))
			}
			if i = after; strings.IndexByte(s[after:min(len(s), after+20)], '>') >= 0 {
				i = after + strings.IndexByte(s[after:], '>') + 1
			}
		default:
			if breaks[name] {
				b.WriteByte('\n')
			}
			i = end
		}
	}
	return b.String()
}

// find returns where a text that comes after a place ends, -1 where it does not.
func find(s, what string, from int, absent map[string]bool) int {
	if absent[what] {
		return -1
	}
	at := strings.Index(s[from:], what)
	if at < 0 {
		absent[what] = true
		return -1
	}
	return from + at + len(what)
}

// tagAt reads the tag at a place, end is 0 where there is none.
func tagAt(s string, i int) (name string, end int, closing, empty bool) {
	start := i + 1
	if closing = start < len(s) && s[start] == '/'; closing {
		start++
	}
	j := start
	for j < len(s) && ('a' <= s[j] && s[j] <= 'z' || j > start && '0' <= s[j] && s[j] <= '9') {
		j++
	}
	close := strings.IndexAny(s[j:min(len(s), j+2000)], "<>")
	if j == start || close < 0 || s[j+close] == '<' || s[j] != '>' && s[j] != '/' && s[j] != ' ' && s[j] != '\n' && s[j] != '\t' {
		return "", 0, false, false
	}
	end = j + close + 1
	return s[start:j], end, closing, s[end-2] == '/'
}

// asciiLower makes small letters of capitals, and leaves places as they are.
func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
