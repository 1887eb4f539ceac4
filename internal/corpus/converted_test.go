//go:build unix

package corpus

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/convert"
)

// programs puts scripts on the PATH under the names of programs. $in and $out
// are what they are to read and to write.
func programs(t *testing.T, scripts map[string]string) {
	dir := t.TempDir()
	for name, script := range scripts {
		begin := "#!/bin/sh\nfor a; do case \"$a\" in */in.txt) out=$a;; */in.*) in=$a;; esac; done\n"
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(begin+script), 0o755))
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

// withTools reads one file with the programs of the machine.
func withTools(t *testing.T, name, data string) (*Corpus, []string, []string) {
	bench := convert.NewBench(t.Context(), convert.DefaultLimits)
	t.Cleanup(func() { require.NoError(t, bench.Close()) })
	dir := write(t, map[string]string{name: data})
	var kinds []string
	c := open(t, Options{Base: dir, Tools: bench, OnFile: func(f FileReport) { kinds = append(kinds, f.Kind) }}, filepath.Join(dir, name))
	var texts []string
	articles, skipped := read(t, c, dir)
	for _, a := range articles {
		texts = append(texts, a.ID+": "+a.Title+": "+a.Body)
	}
	return c, append(texts, skipped...), kinds
}

const aPDF = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"

func TestToolsMakeReadable(t *testing.T) {
	text := "printf 'عنوان الخبر\\n\\nوصل الوفد إلى العاصمة مساء أمس.\\n' >\"$out\"\n"
	programs(t, map[string]string{"pdftotext": text, "soffice": "printf '%%PDF-1.7\\n' >in.pdf"})
	for _, test := range []struct{ name, data, kind, id string }{
		{"a.pdf", aPDF, "PDF document, by pdftotext", "a.pdf"},
		{"a.ppt", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "presentation (PPT), by LibreOffice", "a.ppt"},
		{"of a ZIP.zip", zipOf(t, "a.pdf="+aPDF), "PDF document, by pdftotext", "of a ZIP.zip/a.pdf"},
	} {
		c, texts, kinds := withTools(t, test.name, test.data)
		assert.Equal(t, []string{test.id + ": عنوان الخبر: وصل الوفد إلى العاصمة مساء أمس."}, texts, test.name)
		assert.Equal(t, []string{test.kind}, kinds, test.name)
		assert.Contains(t, notesOf(c), "PDF document: read by way of pdftotext", test.name)
	}
}

func TestToolsThatMakeNothing(t *testing.T) {
	for name, test := range map[string]struct{ script, says string }{
		"a scan":        {`printf '\n\n' >"$out"`, "a.pdf: PDF document: pdftotext finds no text in it"},
		"a failure":     {"echo 'Incorrect password' >&2; exit 1", "a.pdf: PDF document: not read: pdftotext: Incorrect password"},
		"the same kind": {`cp "$in" "$out"`, "a.pdf: PDF document: not read: letters of Arabic come out of PDF in disorder"},
		"an archive":    {"printf 'PK\\003\\004' >\"$out\"", "a.pdf: damaged ZIP (archive, DOCX, XLSX or EPUB): zip: not a valid zip file"},
	} {
		t.Run(name, func(t *testing.T) {
			programs(t, map[string]string{"pdftotext": test.script})
			_, texts, _ := withTools(t, "a.pdf", aPDF)
			assert.Equal(t, []string{test.says}, texts)
		})
	}
	t.Setenv("PATH", t.TempDir())
	_, texts, _ := withTools(t, "a.pdf", aPDF)
	assert.Equal(t, []string{"a.pdf: PDF document: not read: pdftotext is not on this machine"}, texts)
}

// pandoc reads no other file than the one it is given, whatever that asks for.
func TestPandoc(t *testing.T) {
	if _, err := exec.LookPath("pandoc"); err != nil {
		t.Skip("pandoc is not on this machine")
	}
	secret := filepath.Join(t.TempDir(), "secret.txt")
	require.NoError(t, os.WriteFile(secret, []byte("سر لا يقرأ"), 0o644))
	for name, data := range map[string]string{
		"a.rst": "خبر المدينة\n===========\n\nوصل الوفد إلى العاصمة.\n\n.. include:: " + secret + "\n",
		"a.org": "#+TITLE: خبر المدينة\n#+INCLUDE: \"" + secret + "\"\nوصل الوفد إلى العاصمة.\n",
		"a.tex": "\\documentclass{article}\\title{خبر المدينة}\n\\begin{document}\\maketitle\nوصل الوفد إلى العاصمة.\n\\input{" + secret + "}\n\\end{document}\n",
	} {
		_, texts, _ := withTools(t, name, data)
		require.Len(t, texts, 1, name)
		assert.Equal(t, name+": خبر المدينة: وصل الوفد إلى العاصمة.", texts[0], name)
	}
}
