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
}

func newFamilySet(w Words) (*familySet, error) {
	f := &familySet{rep: map[string]string{}}
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
			if err := f.add(line); err != nil {
				return nil, fmt.Errorf("families: %s: line %d: %w", e.Name(), n+1, err)
			}
		}
	}
	for n, line := range w.Families {
		if err := f.add(line); err != nil {
			return nil, fmt.Errorf("families: line %d: %w", n+1, err)
		}
	}
	for _, p := range w.Protected {
		f.rep[Fold(p)] = Fold(p)
	}
	return f, nil
}

func (f *familySet) add(line string) error {
	line, _, _ = strings.Cut(line, "#")
	if strings.TrimSpace(line) == "" {
		return nil
	}
	head, rest, ok := strings.Cut(line, ":")
	rep := Fold(strings.TrimSpace(head))
	if !ok || rep == "" {
		return fmt.Errorf("want a representative, a colon and members")
	}
	rep = strings.ReplaceAll(rep, "_", "")
	for _, m := range append(strings.Fields(rest), strings.TrimSpace(head)) {
		parts := strings.Split(Fold(m), "_")
		if len(parts) > 1 {
			f.multi = append(f.multi, parts)
		}
		f.rep[strings.Join(parts, "")] = rep
	}
	return nil
}

func (f *familySet) of(w string) (string, bool) {
	r, ok := f.rep[w]
	return r, ok
}

func (s *stemmer) joined() [][]string { return s.fam.multi }
