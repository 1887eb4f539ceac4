// Package page finds the article in a page of HTML: its title, its text without
// menus and advertisements, and what the page says of its author, its date and
// the rest.
//
// Start with [Read]. What the page says for machines comes first (JSON-LD, meta
// elements, microdata), then what stands there for people. The text is found by
// go-readability, unless JSON-LD has it; a date never is guessed: it is in one of
// those fields, in the address, or written between the title and the text
// (date.go). A page that is no article is refused as what it is: [ErrList],
// [ErrLogin], [ErrFrames], [ErrNoText].
package page
