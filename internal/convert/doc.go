// Package convert lets other programs of the machine turn files into what is
// read here: Poppler a PDF into text, LibreOffice a document of Word into DOCX,
// pandoc marked up texts.
//
// These programs are large, and what they are given comes from outside. So each
// works on a copy, in a folder made for it that is removed afterwards, without the
// variables of its caller, for a bounded time, with bounded input and output;
// what it started ends with it. That keeps a broken file from holding up a run or
// filling a disk. It does not keep out a file that was made to take over such
// a program: whoever reads files of strangers runs the whole command where it can do no
// harm.
package convert
