package analysis

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed families
var familyFiles embed.FS

// familySet maps the members of families, folded, to their representatives.
type familySet struct {
	rep   map[string]string
	multi [][]string
	names map[string]bool // representatives of the files of names
}

func newFamilySet(w Words) (*familySet, error) {
	f := &familySet{rep: map[string]string{}, names: map[string]bool{}}
	entries, err := familyFiles.ReadDir("families")
	if err != nil {
		return nil, fmt.Errorf("families: %w", err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".txt") {
			continue
		}
		b, err := familyFiles.ReadFile("families/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("families: %w", err)
		}
		for n, line := range strings.Split(string(b), "\n") {
			rep, err := f.add(line)
			if nameFiles[e.Name()] {
				f.names[rep] = true
			}
			if err != nil {
				return nil, fmt.Errorf("families: %s: line %d: %w", e.Name(), n+1, err)
			}
		}
	}
	for n, line := range w.Families {
		if _, err := f.add(line); err != nil {
			return nil, fmt.Errorf("families: line %d: %w", n+1, err)
		}
	}
	for _, p := range w.Protected {
		f.rep[Fold(p)], f.names[Fold(p)] = Fold(p), true
	}
	return f, nil
}

func (f *familySet) add(line string) (rep string, err error) {
	line, _, _ = strings.Cut(line, "#")
	if strings.TrimSpace(line) == "" {
		return "", nil
	}
	head, rest, ok := strings.Cut(line, ":")
	rep = Fold(strings.TrimSpace(head))
	if !ok || rep == "" {
		return "", fmt.Errorf("want a representative, a colon and members")
	}
	rep = strings.ReplaceAll(rep, "_", "")
	for _, m := range append(strings.Fields(rest), strings.TrimSpace(head)) {
		parts := strings.Split(Fold(m), "_")
		if len(parts) > 1 {
			f.multi = append(f.multi, parts)
		}
		f.rep[strings.Join(parts, "")] = rep
	}
	return rep, nil
}

// nameFiles are the files whose families are names, which have no root.
var nameFiles = map[string]bool{"joined.txt": true, "months.txt": true, "places.txt": true}

func (f *familySet) isName(stem string) bool { return f.names[stem] }

func (f *familySet) of(w string) (string, bool) {
	r, ok := f.rep[w]
	return r, ok
}

// joined returns the members of families that are several words, folded.
func (s *stemmer) joined() [][]string { return s.fam.multi }
