// Package wikitext turns the markup of MediaWiki into the text that readers see,
// without what stands beside it: infoboxes and other templates, tables,
// galleries, pictures with their captions, notes, categories.
//
// Start with [Text]. Templates are not filled in, for they are not in the page;
// only those that hold a text of the article, such as quotations and verses, give
// it. Broken markup loses no more than its signs.
package wikitext
