package rank

// Entries counts the words of the cache.
func (e *Engine) Entries() (n int) {
	for i := range e.shards {
		n += len(e.shards[i].entries)
	}
	return n
}
