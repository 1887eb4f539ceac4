package corpus

import (
	"bytes"
	"errors"
	"io"

	"github.com/fihris-search/fihris/internal/convert"
)

// made says of what, and by which program, an input was made.
type made struct {
	kind string // of what it was made of
	by   *convert.Tool
	of   *made // what that was made of in its turn, or nil
}

// maxMade is how many programs one file goes through: slides to a PDF, that to a text.
const maxMade = 2

// kindName names the kind of a file, with the program that made it readable.
func (in *input) kindName() string {
	m := in.made
	if m == nil {
		return in.kind.name
	}
	for m.of != nil {
		m = m.of
	}
	return m.kind + ", by " + m.by.Name
}

// converted yields the articles of what a program makes of a file.
func (c *Corpus) converted(in *input, yield yielder) bool {
	tool := convert.First(in.kind.tools...)
	steps := 1
	for m := in.made; m != nil; m = m.of {
		steps++
	}
	if steps > maxMade {
		return c.refuse(in.path, in.kind.refusal(in), yield)
	}
	f, done, err := c.opts.Tools.Convert(tool, in)
	if err != nil {
		return c.refuse(in.path, in.kind.unconverted(tool, err), yield)
	}
	out := newInput(in.path, in.name, f, nil)
	out.nameless, out.depth, out.at = in.nameless, in.depth, f
	out.made = &made{kind: in.kind.name, by: tool, of: in.made}
	out.closers = append(out.closers, done)
	defer out.close()
	if info, err := f.Stat(); err == nil {
		out.size = info.Size()
	}
	if start, err := out.Peek(bufferBytes); len(bytes.TrimSpace(start)) == 0 && err == io.EOF {
		return c.refuse(in.path, fault{what: in.kind.name + ": " + tool.Name + " finds no text in it", next: scanned, kind: true}, yield)
	}
	c.noter(in.path)(0, in.kind.name+": read by way of "+tool.Name+"; look at what came of it")
	return c.input(out, yield)
}

// scanned is what to do with pages that are pictures.
const scanned = "if its pages are pictures: ocrmypdf -l ara FILE NEW.pdf, and name NEW.pdf"

// unconverted says why a program made nothing of a file.
func (k *kind) unconverted(t *convert.Tool, err error) error {
	if missing, ok := errors.AsType[*convert.Missing](err); ok {
		return fault{what: k.name + ": not read: " + missing.Error(), next: t.Get + ", or: " + k.next, kind: true}
	}
	return fault{what: k.name + ": not read", detail: err.Error(), next: k.next}
}
