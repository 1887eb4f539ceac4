package answer

import "github.com/fihris-search/fihris"

// Stats is a fihris.Stats as JSON: what an index holds.
type Stats struct {
	Articles        uint64   `json:"articles"`
	Words           uint64   `json:"words"`
	Bytes           int64    `json:"bytes" doc:"On disk."`
	Segments        int      `json:"segments"`
	Oldest          string   `json:"oldest,omitempty" format:"date-time"`
	Newest          string   `json:"newest,omitempty" format:"date-time"`
	AnalyzerVersion int      `json:"analyzer_version"`
	FormatVersion   int      `json:"format_version"`
	Fields          []string `json:"fields,omitempty" doc:"Of the index's own, as they were declared: lang=keyword"`
}

// NewStats puts what an index holds into the form that programs read.
func NewStats(st fihris.Stats) Stats {
	return Stats{
		Articles: st.Articles, Words: st.Tokens, Bytes: st.Bytes, Segments: st.Segments,
		Oldest: timestamp(st.Oldest), Newest: timestamp(st.Newest),
		AnalyzerVersion: st.AnalyzerVersion, FormatVersion: st.FormatVersion, Fields: st.Fields,
	}
}
