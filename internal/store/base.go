package store

// Base returns the folder that the names of files are relative to, or "".
func (s *Store) Base() string { return s.metaNow().Base }

// SetBase remembers the folder that the names of files are relative to.
func (s *Store) SetBase(folder string) error {
	if s.opts.ReadOnly {
		return ErrReadOnly
	}
	s.metaLock.Lock()
	defer s.metaLock.Unlock()
	m := s.meta
	m.Base = folder
	if s.dir != "" {
		if err := writeMeta(s.dir, m); err != nil {
			return err
		}
	}
	s.meta = m
	return nil
}

func (s *Store) metaNow() Meta {
	s.metaLock.Lock()
	defer s.metaLock.Unlock()
	return s.meta
}
