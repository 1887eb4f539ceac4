package answer

import "github.com/fihris-search/fihris/internal/alert"

// Alert is a saved query as JSON.
type Alert struct {
	Name    string `json:"name"`
	Query   string `json:"query"`
	Created string `json:"created"`
	LastRun string `json:"last_run,omitempty"`
	Runs    int    `json:"runs"`    // that told something
	Known   int    `json:"known"`   // articles that are not new to it
	Waiting int    `json:"waiting"` // articles of runs that did not end
}

// NewAlerts makes the list of saved queries.
func NewAlerts(all []alert.Alert) []Alert {
	out := []Alert{}
	for _, a := range all {
		out = append(out, Alert{a.Name, a.Query, timestamp(a.Created), timestamp(a.LastRun), a.Runs, a.Seen, a.Waiting})
	}
	return out
}

// Alerted is an article that a run of an alert tells.
type Alerted struct {
	Alert     string `json:"alert"`
	Run       int    `json:"run"`
	Found     string `json:"found"`           // when the run was, RFC 3339
	Again     bool   `json:"again,omitempty"` // the run was told before, as far as it came
	ID        string `json:"id"`
	Title     string `json:"title"`
	URL       string `json:"url,omitempty"`
	Source    string `json:"source,omitempty"`
	Section   string `json:"section,omitempty"`
	Published string `json:"published,omitempty"` // RFC 3339
}

// NewAlerted makes an article of a delivery, by its number there.
func NewAlerted(d *alert.Delivery, i int) Alerted {
	a := &d.Articles[i]
	return Alerted{d.Alert, d.Run, timestamp(d.Found), d.Again, a.ID, a.Title, a.URL, a.Source, a.Section, timestamp(a.Published)}
}
