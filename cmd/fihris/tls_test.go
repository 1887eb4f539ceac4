package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// writeCertificate writes a new certificate of 127.0.0.1 and its key, and returns it.
func writeCertificate(t *testing.T, certFile, keyFile string, serial int64) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	require.NoError(t, os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600))
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return cert
}

// serve speaks HTTPS, HTTP/2 too, and tells browsers to stay with it.
func TestServeTLS(t *testing.T) {
	dir := t.TempDir()
	cert, key, ix := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), filepath.Join(dir, "ix")
	roots := x509.NewCertPool()
	roots.AddCert(writeCertificate(t, cert, key, 1))
	token := filepath.Join(dir, "token")
	require.NoError(t, os.WriteFile(token, []byte("a-token-that-is-long\n"), 0o600))
	out, stop := start(t, nil, "serve", "-i", ix, "--token-file", token, "--addr", "127.0.0.1:0", "--tls-cert", cert, "--tls-key", key, "--pprof-addr", "127.0.0.1:0")
	line, err := out.ReadString('\n')
	require.NoError(t, err)
	base := strings.Fields(line)[1]
	require.True(t, strings.HasPrefix(base, "https://"), base)
	c := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}}
	defer c.CloseIdleConnections()
	r, err := c.Get(base + "readyz")
	require.NoError(t, err)
	r.Body.Close()
	assert.Equal(t, http.StatusOK, r.StatusCode)
	assert.Equal(t, "HTTP/2.0", r.Proto)
	assert.NotEmpty(t, r.Header.Get("Strict-Transport-Security"))
	req, err := http.NewRequest(http.MethodPost, base+"v1/articles", strings.NewReader("{\"id\":\"1\"}\n{\"id\":\"2\"}\n"))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/x-ndjson")
	req.Header.Set("Authorization", "Bearer a-token-that-is-long")
	r, err = c.Do(req)
	require.NoError(t, err)
	body, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	r.Body.Close()
	assert.Contains(t, string(body), `"added":2`)
	r, err = c.Get(base + "metrics")
	require.NoError(t, err)
	body, err = io.ReadAll(r.Body)
	require.NoError(t, err)
	r.Body.Close()
	assert.Contains(t, string(body), "fihris_index_articles 2")
	r, err = c.Get(base + "debug/pprof/")
	require.NoError(t, err)
	r.Body.Close()
	assert.Equal(t, http.StatusNotFound, r.StatusCode, "profiles are not for those who search")
	code, said := stop()
	assert.Equal(t, exitDone, code, said)
	assert.Contains(t, said, "/debug/pprof/")
}

// A certificate that was renewed is shown to those who come then; one that is broken to nobody.
func TestCertificateIsRenewed(t *testing.T) {
	dir := t.TempDir()
	certFile, keyFile := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	_, err := newCertificate(certFile, keyFile, nil)
	require.Error(t, err)
	writeCertificate(t, certFile, keyFile, 1)
	_, err = newCertificate(certFile, "", nil)
	require.ErrorContains(t, err, "belong together")
	c, err := newCertificate(certFile, keyFile, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	serial := func() int64 {
		pair, err := c.get(nil)
		require.NoError(t, err)
		return pair.Leaf.SerialNumber.Int64()
	}
	later := func(by time.Duration) { // as if the files had been written so much later, and looked at long ago
		for _, name := range []string{certFile, keyFile} {
			require.NoError(t, os.Chtimes(name, time.Now().Add(by), time.Now().Add(by)))
		}
		c.checked = time.Time{}
	}
	assert.EqualValues(t, 1, serial())
	writeCertificate(t, certFile, keyFile, 2)
	later(time.Minute)
	assert.EqualValues(t, 2, serial())
	require.NoError(t, os.WriteFile(certFile, []byte("half a certif"), 0o600))
	later(2 * time.Minute)
	assert.EqualValues(t, 2, serial())
	writeCertificate(t, certFile, keyFile, 3)
	later(3 * time.Minute)
	assert.EqualValues(t, 3, serial())
}

// Profiles are for this machine only, by its own names.
func TestProfiles(t *testing.T) {
	_, err := profile(t.Context(), "0.0.0.0:0", slog.New(slog.DiscardHandler))
	require.ErrorContains(t, err, "others could reach it")
	var log strings.Builder
	stop, err := profile(t.Context(), "127.0.0.1:0", slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn})))
	require.NoError(t, err)
	stop()
}
