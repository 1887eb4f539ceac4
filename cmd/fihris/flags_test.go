package main

import (
	"bufio"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestShieldText(t *testing.T) {
	for in, want := range map[string]string{
		"search -i ix وزير":            "search -i ix -- وزير",
		"search -i ix -تركيا":          "search -i ix -- -تركيا",
		"search -تركيا -i ix وزير":     "search -i ix -- -تركيا وزير",
		"search --limit 5 -x --json y": "search --limit 5 -x --json -- y",
		"search --limit=5 -5 - --":     "search --limit=5 -- -5 -",
		"search -i=ix -iran":           "search -i=ix -- -iran",
		"search -- --limit 5":          "search -- --limit 5",
		"search --limti 5 x":           "search --limti -- 5 x",
		"search ---x --خبر":            "search -- ---x --خبر",
		"search -h":                    "search -h --",
		"search x --limit":             "search --limit -- x",
		"-i ix search -تركيا":          "search -i ix -- -تركيا",
		"analyze -5 x":                 "analyze -- -5 x",
		"stats -i ix -تركيا":           "stats -i ix -تركيا",
		"nosuch -x":                    "nosuch -x",
		"":                             "",
	} {
		a := &app{out: bufio.NewWriter(&strings.Builder{})}
		got := shieldText(newRoot(a), strings.Fields(in))
		assert.Equal(t, want, strings.Join(got, " "), in)
	}
}

func TestEnvName(t *testing.T) {
	assert.Equal(t, "FIHRIS_INDEX", envName("index"))
	assert.Equal(t, "FIHRIS_NO_SNIPPETS", envName("no-snippets"))
}

// Every command says what it does, and every flag what it is for.
func TestHelpIsComplete(t *testing.T) {
	root := newRoot(&app{out: bufio.NewWriter(&strings.Builder{})})
	for _, cmd := range root.Commands() {
		assert.NotEmpty(t, cmd.Short, cmd.Name())
		assert.NotRegexp(t, `\.$`, cmd.Short, cmd.Name())
		assert.NotEmpty(t, cmd.LocalFlags().FlagUsages()+cmd.InheritedFlags().FlagUsages(), cmd.Name())
	}
}
