package ledger

// Entry is what is remembered of one file: a text, a table, an archive with all
// that is in it.
type Entry struct {
	Name string `json:"file"` // relative to the base, as the articles of it have it
	State
	Options   string   `json:"options"`             // a hash of what its reading depended on besides: flags, the program
	Articles  int      `json:"articles"`            // that the index had of it
	Sum       uint64   `json:"sum,omitempty"`       // of their checksums
	Left      int      `json:"left,omitempty"`      // of these, how many were no longer in the file
	Partial   bool     `json:"partial,omitempty"`   // something was left out of the file that may be among these
	Unsettled bool     `json:"unsettled,omitempty"` // read while it was fresh, or not to its end: to be read again
	Skips     []Skip   `json:"skips,omitempty"`
	Notes     []Note   `json:"notes,omitempty"`
	Ties      []string `json:"ties,omitempty"` // other files that have given an ID of this one
	Gone      bool     `json:"gone,omitempty"` // forget it
}

// Skip is what was left out of a file for one reason.
type Skip struct {
	What   string `json:"what"`             // the reason, in the words it is counted by
	Detail string `json:"detail,omitempty"` // of the first
	Next   string `json:"next,omitempty"`
	Kind   bool   `json:"kind,omitempty"`   // for what it is, not for damage
	Member string `json:"member,omitempty"` // of the file, with a slash before it, where the first was
	Line   int    `json:"line,omitempty"`
	Count  int    `json:"count"`
}

// Note is something noticed that kept no article out.
type Note struct {
	Text   string `json:"text"`
	Member string `json:"member,omitempty"`
	Line   int    `json:"line,omitempty"`
	Count  int    `json:"count"`
}
