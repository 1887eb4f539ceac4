package markup

import "golang.org/x/net/html/atom"

// The elements of HTML, by what they do to text; with those that HTML has no
// longer, for old pages have them.
var (
	elements = set(
		append(append(append(blocks, dropped...), cells...),
			atom.A, atom.Abbr, atom.Acronym, atom.Audio, atom.B, atom.Base, atom.Basefont, atom.Bdi, atom.Bdo, atom.Big, atom.Blink, atom.Br,
			atom.Button, atom.Cite, atom.Code, atom.Data, atom.Del, atom.Dfn, atom.Em, atom.Embed, atom.Font, atom.I, atom.Img, atom.Input,
			atom.Ins, atom.Kbd, atom.Label, atom.Link, atom.Map, atom.Area, atom.Mark, atom.Marquee, atom.Meta, atom.Meter, atom.Nobr, atom.Param,
			atom.Picture, atom.Progress, atom.Q, atom.Rp, atom.Rt, atom.Ruby, atom.S, atom.Samp, atom.Small, atom.Source, atom.Span, atom.Strike,
			atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.Track, atom.Tt, atom.U, atom.Var, atom.Video, atom.Wbr)...)

	// blocks begin and end a line.
	blocks = []atom.Atom{
		atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption, atom.Center, atom.Col, atom.Colgroup, atom.Dd,
		atom.Details, atom.Dialog, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form,
		atom.Frameset, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Html, atom.Legend, atom.Li,
		atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary, atom.Table, atom.Tbody, atom.Tfoot, atom.Thead,
		atom.Title, atom.Tr, atom.Ul,
	}

	// cells stand apart in a line.
	cells = []atom.Atom{atom.Td, atom.Th, atom.Option}

	// dropped elements hold no text of the article.
	dropped = []atom.Atom{
		atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Object, atom.Applet, atom.Svg, atom.Math, atom.Canvas,
		atom.Select, atom.Textarea, atom.Noembed, atom.Noframes,
	}

	isBlock   = set(blocks...)
	isCell    = set(cells...)
	isDropped = set(dropped...)
)

// IsBlock reports whether an element begins and ends a line.
func IsBlock(a atom.Atom) bool { return isBlock[a] }

// IsCell reports whether an element stands apart in a line.
func IsCell(a atom.Atom) bool { return isCell[a] }

// IsDropped reports whether an element holds no text to be read.
func IsDropped(a atom.Atom) bool { return isDropped[a] }

func set(atoms ...atom.Atom) map[atom.Atom]bool {
	m := make(map[atom.Atom]bool, len(atoms))
	for _, a := range atoms {
		m[a] = true
	}
	return m
}
