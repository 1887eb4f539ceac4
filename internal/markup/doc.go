// Package markup turns HTML that stands in a field of a record, where text
// should be, into that text: the bodies of feeds, of exports of WordPress, of
// scrapers.
//
// Start with [Clean], which leaves prose alone: prose may hold < and & too. What
// is markup and what is not, [IsMarkup] tells by its shape; [Text] takes it for
// granted. Whole pages, with their menus and advertisements, need more: this
// package does not look for the article in them.
package markup
