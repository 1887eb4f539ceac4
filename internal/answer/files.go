package answer

// FileSum is what an index holds of one file.
type FileSum struct {
	File     string `json:"file" doc:"As the articles of it name it."`
	Articles int    `json:"articles"`
	Sum      uint64 `json:"sum" doc:"Of checksums of the articles: another as soon as one of them is."`
}

// FileID is an article that was read from a file.
type FileID struct {
	File string `json:"file"`
	ID   string `json:"id"`
}
