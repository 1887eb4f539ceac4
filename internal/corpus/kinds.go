package corpus

import (
	"iter"

	"github.com/fihris-search/fihris/internal/convert"
)

// kind is a kind of file: how it is known, and how it is read or why it is not.
type kind struct {
	name    string
	is      func(*head) bool
	read    reader
	members func(*input) iter.Seq2[*input, error] // of an archive
	tools   []*convert.Tool                       // what makes something readable of it, the best first, for who asks for that
	why     string                                // it is not read, where that is not plain
	next    string                                // what to do instead
}

// binaryFile is what remains of texts that were not copied whole, too.
const binaryFile = "binary file"

// refusal says that a file is of a kind that is not read.
func (k *kind) refusal(*input) error {
	why := k.why
	if why == "" {
		why = "not read"
	}
	return fault{what: k.name + ": " + why, next: k.next, kind: true, sound: k.name != binaryFile}
}

// Tools of kinds.
var (
	toText   = []*convert.Tool{convert.Text}
	toDOCX   = []*convert.Tool{convert.Word}
	toXLSX   = []*convert.Tool{convert.Sheet}
	toPDF    = []*convert.Tool{convert.Slides}
	flatDOCX = []*convert.Tool{convert.Flat}
	rtfDOCX  = []*convert.Tool{convert.RTF, convert.PandocRTF}
)

// What to do with files that other programs can turn into what is read.
const (
	pandoc    = "pandoc -t plain --wrap=none -o FILE.txt FILE"
	soffice   = "soffice --headless --convert-to docx FILE"
	workbook  = "soffice --headless --convert-to xlsx FILE"
	unpackIt  = "7z x FILE, and name the folder that comes out"
	leaveOut  = "leave it out: there is no text in it"
	asJSON    = "turn it into JSON, a line an article, with the keys title, body, published, author, section, url"
	noRef     = "leave it out: it lists works and has no text of theirs"
	tesseract = "tesseract FILE FILE -l ara makes a text of a scanned page"
	whisper   = "have it transcribed (whisper --language ar FILE), and name the text"
)

// kinds are looked through in this order: first what bytes show, then what a
// decoded text looks like. The last one is text of no further kind. A new kind
// is one line here and, if it is read, a reader in a file of its own.
var kinds = []*kind{
	// What says itself that it was written here.
	{name: "export of Fihris (JSON)", is: isExportedLines, read: readExportedLines},
	{name: "export of Fihris (CSV)", is: isExportedTable, read: readExportedTable},

	// Archives and what is one in disguise.
	{name: "workbook (XLSB)", is: zipHas("xl/workbook.bin"), tools: toXLSX, next: workbook},
	{name: "workbook (XLSX)", is: zipHas("xl/"), read: readXLSX},
	{name: "Word document (DOCX)", is: zipHas("word/"), read: readDOCX},
	{name: "presentation (PPTX)", is: zipHas("ppt/"), tools: toPDF, next: "soffice --headless --convert-to pdf FILE, then pdftotext"},
	{name: "book (EPUB)", is: zipType("application/epub"), read: readEPUB},
	{name: "OpenDocument text (ODT)", is: zipType("application/vnd.oasis.opendocument.text"), read: readODT},
	{name: "OpenDocument table (ODS)", is: zipType("application/vnd.oasis.opendocument.spreadsheet"), tools: toXLSX, next: workbook},
	{name: "page of InDesign or QuarkXPress", is: anyOf(zipType("application/vnd.adobe.indesign"), magic("\x06\x06\xed\xf5\xd8\x1d\x46\xe5"), magicAt(2, "IIXPR"), magicAt(2, "MMXPR")), next: "export its stories as text from the program that made it"},
	{name: "OpenDocument file", is: anyOf(zipType("application/vnd.oasis.opendocument"), zipType("application/vnd.sun.xml")), tools: toPDF, next: "soffice --headless --convert-to pdf FILE, then pdftotext"},
	{name: "document of Pages, Numbers or Keynote", is: zipHas("Index/Document.iwa"), next: "export it as text or CSV where it was made"},
	{name: "program (APK)", is: zipHas("AndroidManifest.xml"), next: leaveOut},
	{name: "program (JAR)", is: zipHas("META-INF/MANIFEST.MF"), next: leaveOut},
	{name: "ZIP archive", is: func(h *head) bool { return h.zip != nil }, members: zipMembers},
	{name: "tar archive", is: isTar, members: tarMembers},
	{name: "archive (RAR)", is: magic("Rar!\x1a\x07"), next: unpackIt},
	{name: "archive (7z)", is: magic("7z\xbc\xaf\x27\x1c"), next: unpackIt},
	{name: "archive (CAB)", is: magic("MSCF\x00\x00"), next: unpackIt},
	{name: "archive (LHA, ARJ or ar)", is: anyOf(both(magicAt(2, "-lh"), isBinary), both(magic("\x60\xea"), isBinary), magic("!<arch>\n")), next: unpackIt},
	{name: "compressed file (lz4, Z, lzip, lzma)", is: anyOf(magic("\x04\x22\x4d\x18"), magic("\x1f\x9d"), magic("LZIP"), magic("\x5d\x00\x00\x80\x00")), next: "unpack it (lz4 -d, uncompress, lzip -d, xz -d)"},

	// Documents.
	{name: "PDF document", is: isPDF, why: "not read: letters of Arabic come out of PDF in disorder", tools: toText, next: "pdftotext -layout FILE, and look at what comes out: اإل for الإ is mended here, خالل for خلال is not"},
	{name: "Word document (DOC)", is: ole("WordDocument", ".doc", ".dot"), tools: toDOCX, next: soffice},
	{name: "workbook (XLS)", is: anyOf(ole("Workbook", ".xls", ".xlt"), ole("Book", ".xls"), magic("\x09\x08\x10\x00")), tools: toXLSX, next: workbook},
	{name: "presentation (PPT)", is: ole("PowerPoint Document", ".ppt", ".pps"), tools: toPDF, next: "soffice --headless --convert-to pdf FILE, then pdftotext"},
	{name: "Office document with a password", is: ole("EncryptedPackage", ".docx", ".xlsx", ".pptx"), next: "open it where its password is known, and save it without"},
	{name: "Outlook message (MSG)", is: ole("__substg1.0_", ".msg"), next: "save it as text from Outlook"},
	{name: "old Office file", is: ole("", ""), next: soffice},
	{name: "RTF document", is: magic("{\\rtf"), tools: rtfDOCX, next: soffice},
	{name: "Outlook folder (PST)", is: magic("!BDN"), next: "readpst FILE, and name the mailbox that comes out"},
	{name: "mailbox (Outlook Express DBX)", is: magic("\xcf\xad\x12\xfe"), next: "readdbx -f FILE -o FILE.mbox (of libdbx), and name FILE.mbox"},
	{name: "DjVu book", is: magic("AT&TFORM"), next: "djvutxt FILE FILE.txt, if it has a layer of text"},
	{name: "book (MOBI, AZW)", is: anyOf(magicAt(60, "BOOKMOBI"), magicAt(60, "TPZ3")), next: "ebook-convert FILE FILE.epub"},
	{name: "help file (CHM)", is: magic("ITSF"), next: unpackIt},
	{name: "PostScript document", is: anyOf(magic("%!PS"), magic("\xc5\xd0\xd3\xc6")), next: "ps2pdf FILE, then pdftotext"},
	{name: "WordPerfect document", is: magic("\xffWPC"), tools: toDOCX, next: soffice},

	// Data of other programs.
	{name: "SQLite database", is: magic("SQLite format 3\x00"), next: "sqlite3 -json FILE 'SELECT * FROM the_table' > FILE.json"},
	{name: "Access database (MDB, ACCDB, Shamela BOK)", is: anyOf(magicAt(4, "Standard Jet DB"), magicAt(4, "Standard ACE DB")), next: "mdb-tables FILE, then mdb-export FILE TABLE > TABLE.csv (of before 2000: MDB_JET3_CHARSET=CP1256 mdb-export …)"},
	{name: "dBASE table (DBF)", is: isDBF, next: "open it in LibreOffice Calc, which asks for its encoding, and save it as CSV"},
	{name: "table (Parquet)", is: magic("PAR1"), next: `duckdb -c "COPY (FROM read_parquet('FILE')) TO 'FILE.json'"`},
	{name: "table (Arrow, Feather)", is: anyOf(magic("ARROW1"), magic("FEA1"), magic("\xff\xff\xff\xff")), next: "pandas: read_feather(FILE).to_json(FILE.jsonl, orient='records', lines=True, force_ascii=False)"},
	{name: "data of Python (pickle, NumPy, HDF5)", is: anyOf(magic("\x93NUMPY"), magic("\x89HDF"), isPickle), next: "pandas: read_pickle(FILE).to_json(FILE.jsonl, orient='records', lines=True, force_ascii=False)"},
	{name: "Avro or ORC data", is: anyOf(magic("Obj\x01"), both(magic("ORC"), isBinary)), next: asJSON},
	{name: "property list of Apple", is: magic("bplist"), next: "plutil -convert json -o FILE.json FILE"},

	// What has no text.
	{name: "image", is: isImage, next: tesseract},
	{name: "sound", is: isSound, next: whisper},
	{name: "video", is: isVideo, next: whisper},
	{name: "font", is: isFont, next: leaveOut},
	{name: "program", is: isProgram, next: leaveOut},
	{name: "web archive (WARC)", is: magic("WARC/"), read: readWARC},
	{name: "old web archive (ARC)", is: magic("filedesc://"), next: "turn it into a WARC (warcio recompress, or arc2warc), and name that"},
	{name: binaryFile, is: isBinary, why: "not text: it holds NUL bytes", next: "if it was a text, look whether it was copied whole"},

	// Text of a kind that is marked up. JSON and tables come among them, for
	// either may hold what the others look like.
	{name: "JSON", is: isJSON, read: readJSON},
	{name: "subtitles (SRT, VTT)", is: isSubtitles, read: readSubtitles},
	{name: "MHTML page", is: isMHTML, read: readMHTML},
	{name: "mailbox (mbox)", is: isMbox, read: readMbox},
	{name: "e-mail (EML)", is: isMail, read: readEML},
	{name: "WordPress export (WXR)", is: both(xmlRoot("rss"), has("wordpress.org/export")), read: readWXR},
	{name: "feed (RSS)", is: anyOf(xmlRoot("rss"), both(xmlRoot("rdf"), anyOf(has("purl.org/rss/"), has("netscape.com/rdf"))), both(xmlRoot("channel"), has("purl.org/net/rss"))), read: readFeed},
	{name: "Blogger backup", is: both(xmlRoot("feed"), has("blogger")), read: readAtom},
	{name: "feed (Atom)", is: xmlRoot("feed"), read: readAtom},
	{name: "MediaWiki dump", is: xmlRoot("mediawiki"), read: readWiki},
	{name: "TEI document (XML)", is: xmlRoot("tei", "tei.2", "teicorpus", "teicorpus.2"), read: readTEI},
	{name: "TimeML document (XML)", is: xmlRoot("timeml"), read: readTimeML},
	{name: "references (XML, RDF)", is: xmlRoot("rdf", "sentecontainer", "modscollection", "mods", "xml", "records", "bib", "marc", "collection"), why: "references, not articles", next: noRef},
	{name: "image (SVG)", is: xmlRoot("svg"), next: leaveOut},
	{name: "translations (TMX, XLIFF)", is: xmlRoot("tmx", "xliff"), next: asJSON},
	{name: "book (FB2)", is: xmlRoot("fictionbook"), tools: []*convert.Tool{convert.PandocFB2}, next: "pandoc -f fb2 -t plain --wrap=none -o FILE.txt FILE"},
	{name: "linked data (Turtle, N-Triples)", is: anyOf(starts("@prefix "), matches(`\A\s*<[^>\s]+:[^>\s]+>\s+<[^>\s]+>\s`)), why: "statements, not articles", next: asJSON},
	{name: "news markup (NITF, NewsML)", is: xmlRoot("nitf", "newsml", "newsitem", "newsmessage"), read: readXML},
	{name: "sitemap or outline (XML)", is: xmlRoot("urlset", "sitemapindex", "opml", "kml", "gpx", "plist"), why: "addresses and settings, not articles", next: leaveOut},
	{name: "flat OpenDocument or Word file (XML)", is: both(xmlRoot("document", "package", "worddocument", "workbook"), anyOf(has("opendocument"), has("schemas.microsoft.com"), has("schemas.openxmlformats.org"))), tools: flatDOCX, next: soffice},
	{name: "program (PHP)", is: starts("<?php"), next: leaveOut},
	{name: "HTML page", is: isHTML, read: readHTML},
	{name: "SGML documents (TREC)", is: xmlRoot("doc", "docs"), read: readXML},
	{name: "XML of a program", is: xmlRoot("stylesheet", "transform", "schema", "project", "configuration", "manifest", "resources", "beans", "definitions", "wsdl", "ui", "language", "relationships", "types"), next: leaveOut},
	{name: "XML document", is: isXML, read: readXML},
	{name: "SQL dump", is: isSQL, next: "load it, and export the table of articles as CSV or JSON"},
	{name: "references (BibTeX, RIS)", is: isReferences, why: "references, not articles", next: noRef},
	{name: "OpenITI mARkdown", is: isOpenITI, read: readOpenITI},
	{name: "marked up text (reST)", is: ends(".rst"), tools: []*convert.Tool{convert.PandocRST}, next: pandoc},
	{name: "marked up text (Org)", is: ends(".org"), tools: []*convert.Tool{convert.PandocOrg}, next: pandoc},
	{name: "marked up text (Textile)", is: ends(".textile"), tools: []*convert.Tool{convert.PandocTextile}, next: pandoc},
	{name: "marked up text (wiki)", is: ends(".wiki"), tools: []*convert.Tool{convert.PandocWiki}, next: pandoc},
	{name: "marked up text (AsciiDoc)", is: ends(".adoc", ".asciidoc"), next: "asciidoctor FILE makes a page of it, which is read"},
	{name: "Markdown", is: isMarkdown, read: readMarkdown},
	{name: "LaTeX document", is: anyOf(has("\\documentclass"), has("\\begin{document}")), tools: []*convert.Tool{convert.PandocLaTeX}, next: pandoc},
	{name: "annotated corpus (CoNLL)", is: isCoNLL, why: "a word a line, not articles", next: asJSON},
	{name: "calendar or address book", is: anyOf(starts("BEGIN:VCALENDAR"), starts("BEGIN:VCARD")), next: leaveOut},
	{name: "key or encoded data", is: isEncoded, why: "no words", next: "decode it (base64 -d), and name what comes out"},
	{name: "YAML or TOML", is: ends(".yaml", ".yml", ".toml"), next: "yq -o json FILE > FILE.json (the yq of mikefarah)"},
	{name: "program, settings or log", is: isSource, next: leaveOut},
	{name: "table (CSV, TSV)", is: isTable, read: readTable},
	{name: "text", is: func(h *head) bool { return h.text() != "" || h.decodeError() == nil }, read: readText},
}

// anyOf is met by what meets one of several conditions.
func anyOf(of ...func(*head) bool) func(*head) bool {
	return func(h *head) bool {
		for _, is := range of {
			if is(h) {
				return true
			}
		}
		return false
	}
}

// both is met by what meets two conditions.
func both(a, b func(*head) bool) func(*head) bool {
	return func(h *head) bool { return a(h) && b(h) }
}
