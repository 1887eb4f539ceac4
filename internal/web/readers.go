package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// One parameter of an address, of each kind.

// readNumber is readInt with a value for what is not there.
func readNumber(values url.Values, name string, least, most, otherwise int) (int, error) {
	if values.Get(name) == "" {
		return otherwise, nil
	}
	return readInt(values, name, least, most)
}

// readChoice reads one of some names; the first stands for what is not there.
func readChoice[T ~string](values url.Values, name string, otherwise T, known []T) (T, error) {
	v := values.Get(name)
	if v == "" {
		return otherwise, nil
	}
	if !slices.Contains(known, T(v)) {
		return "", badParameter("error.choice", name, quoted(v), strings.Join(names(known), ", "))
	}
	return T(v), nil
}

// readInt reads a whole number between two bounds, both included.
func readInt(values url.Values, name string, least, most int) (int, error) {
	n, err := strconv.Atoi(values.Get(name))
	if err != nil || n < least || n > most {
		return 0, badParameter("error.number", name, strconv.Itoa(least), strconv.Itoa(most), quoted(values.Get(name)))
	}
	return n, nil
}

// readBool reads a switch: absent, 0 and false are off, 1 and true are on.
func readBool(values url.Values, name string) (bool, error) {
	switch v := values.Get(name); v {
	case "", "0", "false":
		return false, nil
	case "1", "true":
		return true, nil
	default:
		return false, badParameter("error.switch", name, quoted(v))
	}
}

// readTexts reads a parameter that may be repeated, dropping empty values: a
// form sends them for what was left open.
func readTexts(values url.Values, name string) ([]string, error) {
	var texts []string
	for _, v := range values[name] {
		v, err := checkText(name, v)
		if err != nil {
			return nil, err
		}
		if v != "" && !slices.Contains(texts, v) {
			texts = append(texts, v)
		}
	}
	if len(texts) > maxValues {
		return nil, badParameter("error.too_many", name, strconv.Itoa(maxValues))
	}
	return texts, nil
}

// checkText refuses what no article can hold.
func checkText(name, s string) (string, error) { return checkLength(name, s, maxText) }

func checkLength(name, s string, most int) (string, error) {
	if len(s) > most {
		return "", badParameter("error.too_long", name, counted{"bytes", uint64(most)})
	}
	if !utf8.ValidString(s) {
		return "", badParameter("error.utf8", name)
	}
	return s, nil
}

// quoted shortens a value for a message and isolates its direction, so that
// what was typed cannot reorder the sentence around it.
func quoted(s string) string {
	return firstStrongIsolate + beginning(s) + popDirectionalIsolate
}

// beginning is a text, or as much of it as names it.
func beginning(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + ellipsis
	}
	return s
}

// Characters of layout, by their Unicode names.
const (
	ellipsis              = "\u2026"
	firstStrongIsolate    = "\u2068"
	popDirectionalIsolate = "\u2069"
)
