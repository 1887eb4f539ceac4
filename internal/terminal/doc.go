// Package terminal lays text out for a terminal: Arabic in the direction that
// this terminal needs, in lines that fit, with matches marked.
//
// Terminals differ in what they do with Arabic, and few say so. [New] looks at
// standard output and its environment and returns a [Screen] that knows:
//
//   - Logical: letters go out as they are written. So it is for pipes and files,
//     and for terminals of which nothing is known.
//   - Isolates: the terminal orders Arabic itself. A line goes out as written,
//     between the marks of direction of UAX #9, so that a Latin name or a number
//     at its end does not upset it.
//   - Visual: the terminal prints letter by letter, left to right. The line is
//     put into the order in which it is seen, by the rules of UAX #9 (bidi.go),
//     and its letters into their joined forms (joining.go).
//
// A passage comes as spans, of which some match. [Screen.Lines] cuts it at its
// spaces into words, fills lines with them (layout.go), and marks the matches by
// colour or, where there is none, by brackets.
//
// Texts come from anywhere. Controls, escape sequences and marks of direction
// in them never reach the terminal: see [OneLine].
package terminal
