// Package torture holds tests that damage indexes, kill their writers, fill their
// disks and cut their power, and wants of each trial that nothing acknowledged
// is lost, nothing damaged is served, nothing crashes and nothing hangs.
//
// "go test" does a little of everything; "make torture" does it for long and
// prints tables. It uses the library as a program would, and knows of the files
// only what ARCHITECTURE.md says.
package torture
