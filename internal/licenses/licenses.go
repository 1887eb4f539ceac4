// Package licenses holds the licences of everything that the program fihris is
// linked with: they ask to be distributed with it.
//
// third_party.txt is made by "go generate ./internal/licenses" from what the
// modules bring along. A test fails where a module is linked that it does not
// have, or another version of it.
package licenses

import _ "embed"

//go:generate go run ./gen

//go:embed third_party.txt
var text string

// Text returns the licences, each under the modules that it is of.
func Text() string { return text }
