package corpus

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"go.yaml.in/yaml/v3"
)

// cutFrontMatter parts a text from the data in front of it: YAML between lines
// of hyphens, TOML between lines of pluses. Data that cannot be read are an
// error, and the text comes without them.
func cutFrontMatter(s string) (fields []field, body string, err error) {
	s = strings.TrimLeft(s, "\ufeff \n\t")
	for _, mark := range []string{"---", "+++"} {
		first, rest, more := strings.Cut(s, "\n")
		if !more || strings.TrimRight(first, " \t") != mark {
			continue
		}
		head, body, ok := cutLine(rest, mark)
		if !ok {
			break
		}
		if mark == "+++" {
			return tomlFields(head), body, nil
		}
		fields, err = yamlFields(head)
		return fields, body, err
	}
	return nil, s, nil
}

// cutLine cuts a text at the first line that is the mark, or in YAML three dots.
func cutLine(s, mark string) (before, after string, ok bool) {
	at := 0
	for line := range strings.Lines(s) {
		if l := strings.TrimRight(line, " \t\n"); l == mark || l == "..." && mark == "---" {
			return s[:at], s[at+len(line):], true
		}
		at += len(line)
	}
	return "", s, false
}

// maxYAML is how many values the data in front of a text may have. References
// may make many of few.
const maxYAML = 10_000

var errYAML = errors.New("too many values")

// yamlFields reads YAML as the fields of a record.
func yamlFields(s string) (fields []field, err error) {
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(s), &root); err != nil {
		return nil, err
	}
	if len(root.Content) == 0 || root.Content[0].Kind != yaml.MappingNode {
		return nil, nil
	}
	left := maxYAML
	pairs := root.Content[0].Content
	for i := 0; i+1 < len(pairs); i += 2 {
		v, err := yamlValue(pairs[i+1], &left)
		if err != nil {
			return nil, err
		}
		raw, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		fields = append(fields, field{pairs[i].Value, value{json: jsontext.Value(raw)}})
	}
	return fields, nil
}

// yamlValue returns a value as JSON has it. Dates stay as they were written.
func yamlValue(n *yaml.Node, left *int) (any, error) {
	if *left--; *left < 0 {
		return nil, errYAML
	}
	switch n.Kind {
	case yaml.AliasNode:
		return yamlValue(n.Alias, left)
	case yaml.SequenceNode:
		var list []any
		for _, item := range n.Content {
			v, err := yamlValue(item, left)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case yaml.MappingNode:
		object := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			v, err := yamlValue(n.Content[i+1], left)
			if err != nil {
				return nil, err
			}
			object[n.Content[i].Value] = v
		}
		return object, nil
	}
	switch n.ShortTag() {
	case "!!null":
		return nil, nil
	case "!!bool":
		return strings.EqualFold(n.Value, "true"), nil
	case "!!int", "!!float":
		if soundJSON([]byte(n.Value)) == len(n.Value) {
			return json.Number(n.Value), nil
		}
	}
	return strings.ToValidUTF8(n.Value, "\ufffd"), nil
}

// tomlFields reads TOML as Hugo's authors write it, a name and a value a line.
func tomlFields(s string) (fields []field) {
	for line := range strings.Lines(s) {
		key, text, ok := strings.Cut(line, "=")
		if !ok || strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		text = strings.TrimSpace(text)
		f := field{strings.Trim(strings.TrimSpace(key), `"'`), value{cell: text}}
		if v, err := parseLine([]byte(text)); err == nil {
			f.json = v
		}
		fields = append(fields, f)
	}
	return fields
}
