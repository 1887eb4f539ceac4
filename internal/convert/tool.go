package convert

import (
	"os/exec"
	"path/filepath"
)

// Tool turns files of one kind into another by a program.
type Tool struct {
	Name     string   // for people
	Get      string   // how to get it
	programs []string // what it may be called
	in, out  string   // the endings of what it reads and writes
	template string   // what is laid beside the file as templateName, or ""
	args     func(dir, in, out string) []string
}

// The tools there are. What they make is read by what it is: Slides makes a PDF,
// which Text makes a text.
var (
	Text   = &Tool{Name: "pdftotext", Get: "install poppler-utils", programs: []string{"pdftotext"}, in: ".pdf", out: ".txt", args: pdfArgs}
	Word   = office(".doc", ".docx")
	RTF    = office(".rtf", ".docx")
	Flat   = office(".xml", ".docx")
	Sheet  = office(".xls", ".xlsx")
	Slides = office(".ppt", ".pdf")

	PandocRTF     = pandoc("rtf")
	PandocRST     = pandoc("rst")
	PandocOrg     = pandoc("org")
	PandocTextile = pandoc("textile")
	PandocWiki    = pandoc("mediawiki")
	PandocLaTeX   = pandoc("latex")
	PandocFB2     = pandoc("fb2")
)

// office is LibreOffice, which knows what it reads by the bytes and by the
// ending. It is given a profile of its own, which holds no settings and no macros.
func office(in, out string) *Tool {
	return &Tool{
		Name: "LibreOffice", Get: "install LibreOffice", programs: []string{"soffice", "libreoffice"}, in: in, out: out,
		args: func(dir, in, _ string) []string {
			profile := "file://" + filepath.ToSlash(filepath.Join(filepath.Dir(dir), "profile"))
			return []string{"-env:UserInstallation=" + profile, "--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault",
				"--convert-to", out[1:], "--outdir", dir, in}
		},
	}
}

// pandoc is held to the one file by its --sandbox, which keeps it from its own
// files, too: it makes Markdown, for which it needs none but the template.
func pandoc(from string) *Tool {
	return &Tool{
		Name: "pandoc", Get: "install pandoc", programs: []string{"pandoc"}, in: "." + from, out: ".md", template: "$titleblock$\n\n$body$\n",
		args: func(dir, in, out string) []string {
			return []string{"--sandbox", "-f", from, "-t", "gfm-raw_html+yaml_metadata_block", "--wrap=none", "-s", "--template", filepath.Join(dir, templateName), "-o", out, in}
		},
	}
}

// templateName is what the template is called in the folder of a conversion.
const templateName = "template.md"

// pdfArgs asks for the order of reading: with -layout the lines of two columns
// stand side by side, and no sentence is whole.
func pdfArgs(_, in, out string) []string { return []string{"-enc", "UTF-8", "-nopgbrk", in, out} }

// find returns the path of the program, or an error where it is not installed.
func (t *Tool) find() (string, error) {
	for _, name := range t.programs {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", &Missing{t}
}

// First returns the first of some tools whose program is on this machine, and the first
// of all where none is.
func First(tools ...*Tool) *Tool {
	for _, t := range tools {
		if _, err := t.find(); err == nil {
			return t
		}
	}
	return tools[0]
}

// Missing says that a program is not on this machine.
type Missing struct{ Tool *Tool }

// Error names the program.
func (e *Missing) Error() string { return e.Tool.programs[0] + " is not on this machine" }

// Makes returns the ending of what a tool makes, such as .docx.
func (t *Tool) Makes() string { return t.out }

// Found returns the paths of the programs that are on this machine: another one
// may make something else of the same file.
func Found() (paths []string) {
	for _, t := range []*Tool{Text, Word, PandocRST} {
		if path, err := t.find(); err == nil {
			paths = append(paths, path)
		}
	}
	return paths
}
