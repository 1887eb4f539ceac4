package corpus

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// role is a field of articles that a field of records can be.
type role string

// The roles, by the names that --map takes.
const (
	roleID        role = "id"
	roleTitle     role = "title"
	roleBody      role = "body"
	roleAuthor    role = "author"
	roleSource    role = "source"
	roleSection   role = "section"
	roleURL       role = "url"
	rolePublished role = "published"
	roleTags      role = "tags"
)

// roles are all of them, in the order in which a name of several words is
// tried: what is most telling first.
var roles = []role{roleID, rolePublished, roleURL, roleAuthor, roleSource, roleSection, roleTags, roleTitle, roleBody}

//go:embed roles.txt
var roleData string

// naming is what roles.txt says.
type naming struct {
	exact map[string]named // by folded name
	words map[role][]string
	not   map[string]bool
}

// named is a role, and how good a name is for it: less is better.
type named struct {
	role role
	rank int
}

// wordRank is the rank of names that only contain a word: after those that are
// good, before those of the second choice.
const (
	wordRank     = 100
	secondChoice = 200
)

var names = sync.OnceValue(func() *naming {
	n := loadNaming(roleData)
	return &n
})

func loadNaming(data string) naming {
	n := naming{exact: map[string]named{}, words: map[role][]string{}, not: map[string]bool{}}
	for line := range strings.Lines(data) {
		line, _, _ = strings.Cut(line, "#")
		if list, ok := strings.CutPrefix(line, "!"); ok {
			for _, word := range strings.Fields(list) {
				n.not[foldName(word)] = true
			}
		} else if r, list, ok := strings.Cut(line, "="); ok {
			good, second, _ := strings.Cut(list, "|")
			n.add(role(strings.TrimSpace(r)), good, 0)
			n.add(role(strings.TrimSpace(r)), second, secondChoice)
		} else if r, list, ok := strings.Cut(line, "~"); ok {
			for _, word := range strings.Fields(list) {
				r := role(strings.TrimSpace(r))
				n.words[r] = append(n.words[r], foldName(word))
			}
		}
	}
	return n
}

func (n *naming) add(r role, list string, rank int) {
	for i, name := range strings.Split(list, ",") {
		if name = foldName(name); name != "" {
			n.exact[name] = named{r, rank + i}
		}
	}
}

// exactRole returns the role of a name that means it by itself.
func exactRole(name string) (role, bool) {
	n, ok := names().exact[foldName(name)]
	return n.role, ok
}

// roleOf returns the role of a name, also where it only contains a word of it.
func roleOf(name string) (named, bool) {
	folded := foldName(name)
	if n, ok := names().exact[folded]; ok {
		return n, true
	}
	words := strings.Fields(folded)
	if names().anyNot(words) {
		return named{}, false
	}
	for _, r := range roles {
		for _, w := range words {
			if slices.Contains(names().words[r], w) {
				return named{r, wordRank}, true
			}
		}
	}
	return named{}, false
}

// isOther tells a name that means none of the roles, such as that of an ID.
func (n *naming) isOther(name string) bool { return n.anyNot(strings.Fields(foldName(name))) }

func (n *naming) anyNot(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return n.not[w] })
}

// foldName makes names of one meaning equal: small letters, words parted by
// one space, Arabic without marks and variants of letters.
func foldName(name string) string {
	var b strings.Builder
	var last rune
	for _, r := range norm.NFC.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == 'ـ' || unicode.Is(unicode.Cf, r):
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			b.WriteByte(' ')
		default:
			if unicode.IsUpper(r) && unicode.IsLower(last) {
				b.WriteByte(' ')
			}
			b.WriteRune(foldLetter(unicode.ToLower(r)))
		}
		last = r
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func foldLetter(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ة':
		return 'ه'
	case 'ى', 'ی':
		return 'ي'
	case 'ک':
		return 'ك'
	}
	return r
}

// checkMap refuses names of fields that articles do not have.
func checkMap(m map[string]string, own ownNames) error {
	for _, field := range slices.Sorted(maps.Keys(m)) {
		if !slices.Contains(roles, role(field)) && own.of(field) == nil {
			return fmt.Errorf("--map %s=%s: articles have no %q; they have id, title, body, author, source, section, url, published, tags, and what --field declares", field, m[field], field)
		}
		if m[field] == "" {
			return errors.New("--map " + field + "=: which field of the records?")
		}
	}
	return nil
}
