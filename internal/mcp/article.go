package mcp

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

type articleInput struct {
	ID   string `json:"id" jsonschema:"the ID of the article"`
	Part int    `json:"part,omitempty" jsonschema:"of a long text: which part, 1 if not said"`
}

// Text is an article, or a part of a long one.
type Text struct {
	Hit
	Text  string `json:"text"`
	Part  int    `json:"part"`
	Parts int    `json:"parts"`
}

func (t tools) article(ctx context.Context, _ *sdk.CallToolRequest, in articleInput) (*sdk.CallToolResult, Text, error) {
	a, err := t.s.Article(ctx, in.ID)
	if err != nil {
		return nil, Text{}, told(err)
	}
	parts := split(a.Body)
	in.Part = max(in.Part, 1)
	if in.Part > len(parts) {
		return nil, Text{}, fmt.Errorf("the article has %d parts", len(parts))
	}
	return nil, Text{Hit: t.hit(a), Text: parts[in.Part-1], Part: in.Part, Parts: len(parts)}, nil
}

// split cuts a text into parts at ends of paragraphs, or of words where one is longer.
func split(text string) []string {
	var parts []string
	for utf8.RuneCountInString(text) > partLetters {
		end := 0 // in bytes, after so many letters
		for range partLetters {
			_, n := utf8.DecodeRuneInString(text[end:])
			end += n
		}
		for _, border := range []string{"\n", " "} {
			if at := strings.LastIndex(text[:end], border); at > end/2 {
				end = at + 1
				break
			}
		}
		parts, text = append(parts, text[:end]), text[end:]
	}
	return append(parts, text)
}
