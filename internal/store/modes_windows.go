package store

import "os"

// adopt does nothing: a file has the permissions of its folder by itself.
func adopt(*os.File, string) {}

// Strangers finds nothing.
func Strangers(string) []string { return nil }
