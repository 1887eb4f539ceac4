package query

// The limits of a query. Beyond them ParseStrict and ParseWithin report an error; Parse takes
// a query that is too long as plain words up to the limit, overlooks brackets
// that are too deep, and drops what follows the last leaf allowed.
const (
	MaxLength = 1 << 16 // bytes
	MaxDepth  = 32      // brackets within brackets
	MaxLeaves = 1024    // words, phrases and filters
	MaxEdits  = 2       // of a fuzzy word
	MaxSlop   = 100     // of a phrase
	MaxBoost  = 1000    // weights lie between 1/MaxBoost and MaxBoost
)
