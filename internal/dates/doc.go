// Package dates reads the dates of articles, in whatever form the press and its
// programs write them.
//
// Start with [Parse], for a text that is a date and nothing else, such as the
// field of a record; what it does not understand to the last word it refuses,
// for a wrong date is worse than none. [Find] looks for a date among other
// words: in a dateline, the first lines of an article, the name of a file, a path.
//
// Rules that are not self-evident:
//
//   - Of two small numbers the first is the day, as in the Arab press: 5/6/2024
//     is 5 June ([Date.DayFirst] tells it). Only where the second cannot be a
//     month is the first one: 5/17/2024.
//   - A year from 1300 to 1500 is one of the moon (Hijri), never of the middle
//     ages, and the date is converted ([Date.Hijri] tells it): by Umm al-Qura from
//     1420 to 1450, else by the civil calendar, which may be two days off. Where a
//     date is written in both calendars that of the sun counts. In Persian digits such
//     a year is refused, for the calendar of Iran counts so, too.
//   - The letter م is the afternoon behind a time of day, else the era.
//   - Without a zone it is UTC. Where a zone is named whose hour is not known, the
//     date is exact to the day only.
//
// The words are in words.txt, for a linguist to edit. They own the names of the
// months: a test holds the family of months of the analyzer to them.
package dates
