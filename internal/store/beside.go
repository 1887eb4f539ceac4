package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"
)

// Who reads takes no lock: segments never change, and the manifest is replaced as
// a whole, so that whatever is read was committed once. Only what lies between
// reading the manifest and opening the files that it names needs care, for a
// writer removes a file when no manifest names it any more. A file that is open
// stays readable; where one is gone, the manifest has changed, and the newer one is read.

// leastTries is how often a state is looked for at least, however long that takes: on a busy
// machine a few tries can take all the time that there is.
const leastTries = 32

// beside calls use with the newest state, again where it finds damage that is none:
// where the state has changed meanwhile.
func beside(folder string, opts Options, use func(manifest) error) error {
	end := time.Now().Add(opts.lockTimeout())
	for try := 1; ; try++ {
		m, err := readNewest(folder, opts)
		if err != nil {
			return err
		}
		bolted := m.bolt != nil // and held: it cannot change
		if err = use(m); bolted || !errors.Is(err, ErrCorrupt) {
			return err
		}
		now, nowErr := readNewest(folder, opts)
		now.release()
		if nowErr != nil || now.Sequence == m.Sequence {
			return err
		}
		if try >= leastTries && time.Now().After(end) {
			return fmt.Errorf("%w: it was changed each time before it could be opened", ErrLocked)
		}
	}
}

// readNewest reads the newest state. The witness is read first: it is written after the
// manifest, so that none which is read later can be older, however busy the writer is.
func readNewest(folder string, opts Options) (manifest, error) {
	path := filepath.Join(folder, lockFile)
	end := time.Now().Add(opts.lockTimeout())
	for try := 1; ; try++ {
		seen, acknowledged := readWitness(path), readChangeWitness(path)
		m, err := readState(folder, opts)
		if err == nil {
			err = m.notBefore(seen)
		}
		if err != nil || m.bolt != nil {
			if err != nil {
				m.release()
			}
			return m, err
		}
		// What is in the journal belongs to this manifest only as long as there is none behind it.
		m.read, err = readJournal(folder, m.Journal, acknowledged)
		if err != nil {
			return m, err
		}
		now, err := readManifest(folder)
		if err != nil || now.Sequence == m.Sequence {
			return m, err
		}
		if try >= leastTries && time.Now().After(end) {
			return m, fmt.Errorf("%w: it was changed each time before it could be opened", ErrLocked)
		}
	}
}
