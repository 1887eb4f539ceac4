package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// certificate is what a server shows of itself. It is read again when its files
// have changed, as they do when it is renewed.
type certificate struct {
	certFile, keyFile string
	log               *slog.Logger

	mu      sync.Mutex
	now     *tls.Certificate
	state   [2]time.Time // when the files were written that now is of
	checked time.Time
}

// checkEvery is how often the files are looked at, while somebody asks.
const checkEvery = 10 * time.Second

// newCertificate reads a certificate with its key.
func newCertificate(certFile, keyFile string, log *slog.Logger) (*certificate, error) {
	if certFile == "" || keyFile == "" {
		return nil, hint(errors.New("--tls-cert and --tls-key belong together"), "give both: --tls-cert FILE --tls-key FILE")
	}
	c := &certificate{certFile: certFile, keyFile: keyFile, log: log}
	if err := c.read(); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *certificate) read() error {
	state, err := c.written()
	if err != nil {
		return err
	}
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return hint(fmt.Errorf("--tls-cert %s, --tls-key %s: %w", c.certFile, c.keyFile, err), "both are PEM files, the certificate first with those that vouch for it")
	}
	c.now, c.state, c.checked = &pair, state, time.Now()
	return nil
}

func (c *certificate) written() (state [2]time.Time, err error) {
	for i, name := range []string{c.certFile, c.keyFile} {
		info, err := os.Stat(name)
		if err != nil {
			return state, fmt.Errorf("TLS: %w", err)
		}
		state[i] = info.ModTime()
	}
	return state, nil
}

// get is the certificate as it is now. One that cannot be read leaves the one before, for
// the server would else be gone with it.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.checked) < checkEvery {
		return c.now, nil
	}
	c.checked = time.Now()
	if state, err := c.written(); err == nil && state == c.state {
		return c.now, nil
	}
	if err := c.read(); err != nil {
		c.log.Error("the new certificate cannot be read, the one before stays", "error", err)
	} else {
		c.log.Info("certificate read anew", "file", c.certFile)
	}
	return c.now, nil
}

// config is how connections are made: TLS 1.2 or later, HTTP/2 where the client has it.
func (c *certificate) config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get, NextProtos: []string{"h2", "http/1.1"}}
}
