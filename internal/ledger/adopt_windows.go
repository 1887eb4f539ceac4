package ledger

import "os"

// adopt does nothing: files inherit what their folder says.
func adopt(*os.File, string) {}
