package store

import "sync"

// Claim waits until nobody else holds any of the IDs, and holds them until it
// is released. Batches run side by side unless they share an ID; who claims
// before he makes a batch has it written before those that claim after him.
func (s *Store) Claim(ids []string) (release func()) { return s.claims.hold(ids) }

// claims are the IDs that batches under way hold.
type claims struct {
	mu   sync.Mutex
	free sync.Cond
	held map[string]struct{}
}

func (c *claims) hold(ids []string) (release func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil {
		c.held = map[string]struct{}{}
		c.free.L = &c.mu
	}
	for c.anyHeld(ids) {
		c.free.Wait()
	}
	for _, id := range ids {
		c.held[id] = struct{}{}
	}
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, id := range ids {
			delete(c.held, id)
		}
		c.free.Broadcast()
	}
}

func (c *claims) anyHeld(ids []string) bool {
	if len(c.held) == 0 {
		return false
	}
	for _, id := range ids {
		if _, ok := c.held[id]; ok {
			return true
		}
	}
	return false
}
