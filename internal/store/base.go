package store

// Base returns the folder that the names of files are relative to, or "".
func (s *Store) Base() string { return s.metaNow().Base }

// SetBase remembers the folder that the names of files are relative to.
func (s *Store) SetBase(folder string) error {
	if err := s.writable(); err != nil {
		return err
	}
	s.committing.Lock()
	defer s.committing.Unlock()
	m := s.manifest
	m.Meta = s.metaNow()
	m.Base = folder
	m.Sequence++
	if err := s.writeManifest(m); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.meta = m.Meta
	return nil
}

func (s *Store) metaNow() Meta {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.meta
}
