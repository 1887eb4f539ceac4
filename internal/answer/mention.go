package answer

import "github.com/fihris-search/fihris"

// DatedArticle is an article with the dates that it mentions.
type DatedArticle struct {
	Article
	Mentioned []Mention `json:"mentioned"`
}

// Mention is a date that an article mentions.
type Mention struct {
	Date     string `json:"date"`  // ISO 8601
	From     string `json:"from"`  // the first day
	To       string `json:"to"`    // the last day
	Field    string `json:"field"` // title or body
	Start    int    `json:"start"` // bytes in that field
	End      int    `json:"end"`
	Text     string `json:"text"`
	Hijri    bool   `json:"hijri,omitempty"`
	Relative bool   `json:"relative,omitempty"` // said from the dateline
}

// NewDatedArticle adds the dates to an article.
func NewDatedArticle(a fihris.Article, mentions []fihris.Mention) DatedArticle {
	out := DatedArticle{NewArticle(a), []Mention{}}
	for _, m := range mentions {
		field, text := "body", a.Body
		if m.InTitle {
			field, text = "title", a.Title
		}
		const day = "2006-01-02"
		out.Mentioned = append(out.Mentioned, Mention{
			m.ISO, m.From.Format(day), m.To.AddDate(0, 0, -1).Format(day), field, m.Start, m.End, text[m.Start:m.End], m.Hijri, m.Relative,
		})
	}
	return out
}
