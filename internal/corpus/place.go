package corpus

import (
	_ "embed"
	"path"
	"strings"
	"sync"
	"unicode"

	"github.com/fihris-search/fihris"
)

// The folder of a text says what it is about, in most archives of texts. Which
// names are those of sections, sections.txt knows.

//go:embed sections.txt
var sectionData string

var sectionNames = sync.OnceValue(func() map[string]bool { return loadSections(sectionData) })

func loadSections(data string) map[string]bool {
	known := map[string]bool{}
	for line := range strings.Lines(data) {
		line, _, _ = strings.Cut(line, "#")
		for name := range strings.SplitSeq(line, ",") {
			if name = foldName(name); name != "" {
				known[name] = true
			}
		}
	}
	return known
}

// place takes the section of a text from the folder it lies in.
func (f *finisher) place(a *fihris.Article) {
	if a.Section != "" || f.c.opts.Folders == NoFolders {
		return
	}
	folder := namedFolder(f.doc.name)
	if folder == "" {
		return
	}
	if f.c.opts.Folders == AllFolders || isSection(folder) {
		a.Section = strings.Join(strings.Fields(strings.ReplaceAll(folder, "_", " ")), " ")
		f.doc.took(roleSection, "the folder")
		f.doc.note(0, "section taken from the name of the folder")
	}
}

// namedFolder returns the folder that a file lies in, past those that are only
// numbers: years, months, days, parts.
func namedFolder(name string) string {
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		folder := path.Base(dir)
		if folder == "." || folder == ".." || folder == "/" {
			return ""
		}
		if strings.ContainsFunc(folder, unicode.IsLetter) {
			return folder
		}
	}
}

// isSection tells the name of a section: one that is known, or words in Arabic
// letters without a number, which a day or a part of a book would have.
func isSection(folder string) bool {
	if sectionNames()[foldName(folder)] {
		return true
	}
	arabic := false
	for _, r := range folder {
		if unicode.IsDigit(r) {
			return false
		}
		arabic = arabic || unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r)
	}
	return arabic && !notSections()[foldName(folder)]
}

// notSections are what people call folders of articles as such.
var notSections = sync.OnceValue(func() map[string]bool {
	of := map[string]bool{}
	for _, name := range []string{"مقالات", "المقالات", "نصوص", "أخبار", "الأخبار", "ملفات", "أرشيف", "الأرشيف", "بيانات", "مجلد جديد", "مجلد", "المستندات", "مستندات", "سطح المكتب", "التنزيلات"} {
		of[foldName(name)] = true
	}
	return of
})
