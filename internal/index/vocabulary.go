package index

import "github.com/fihris-search/fihris/internal/spell"

// vocabulary is the exact forms of a field in all segments, with the number of
// documents that hold each: what prefixes, patterns and fuzzy words look in, and
// where suggestions come from. Documents count that were removed since the last
// merge. What is damaged in it is not there: whoever has asked it asks whole.
func (v *view) vocabulary(field string) spell.Vocabularies {
	if v.lexis != nil {
		return v.lexis.Forms(field)
	}
	out := make(spell.Vocabularies, len(v.segs))
	for i, s := range v.segs {
		out[i] = spell.OpenVocabulary(s.seg.Field(field).Forms())
	}
	return out
}

// whole says whether damage was met in the forms of any field.
func (v *view) whole() error {
	if v.lexis != nil {
		return v.lexis.Err()
	}
	names := []string{fieldText, fieldTitle, fieldAuthor}
	for _, f := range v.own.fields {
		if f.Kind == TextField {
			names = append(names, ownPrefix+f.Name)
		}
	}
	for _, s := range v.segs {
		for _, name := range names {
			if err := s.seg.Field(name).Forms().Err(); err != nil {
				return damage(err)
			}
		}
	}
	return nil
}
