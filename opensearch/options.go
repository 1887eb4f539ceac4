package opensearch

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/pattern"
)

// Options say where the articles are. Addresses and Index are needed.
type Options struct {
	Addresses []string    // of nodes, such as https://10.0.0.5:9200; all of one cluster: where one does not answer another is asked
	Index     string      // its name there: small Latin letters, digits, - and _
	Auth      Auth        // who asks; none for a cluster that wants none
	TLS       *tls.Config // for certificates of one's own; nil for those that the system trusts

	// HTTP is the client that requests go through; nil for one with the TLS above.
	HTTP *http.Client

	// Words are those that the index was, or is to be, made with.
	Words fihris.Words
	// Fields of one's own; only for [Create]: Open takes those of the index.
	Fields []fihris.Field

	Shards   int // of a new index; 0 means 3. It cannot be changed later
	Replicas int // of a new index: copies of each shard beside the first; 0 means 1, NoReplicas none
	// Plugin makes a new index one of which the plugin of the folder plugin scores, in place of scripts: the same
	// scores without Painless. Every node of the cluster must have it, as long as there is the index.
	Plugin bool

	// Fresh is how old what is known of the whole collection may be (the number of articles, how many hold a
	// word, its dictionary) where others write; 0 means a minute. What the Cluster writes itself it knows at once,
	// but for new forms of prefixes, patterns and fuzzy words in up to 64 articles: while few are written, the dictionary
	// is fetched for a tenth of the time at most.
	Fresh time.Duration

	SearchBytes int64 // memory that one search may need here; 0 means 128 MiB
}

// NoReplicas as Options.Replicas asks for none.
const NoReplicas = -1

// Auth says who asks a cluster: a name and a password, or a token.
type Auth struct {
	User, Password string
	Token          string // for the header Authorization: Bearer
}

func (a *Auth) set(h http.Header) error {
	switch {
	case a.Token != "" && a.User != "":
		return fmt.Errorf("%w: Auth has a token and a user: one is enough", fihris.ErrBadRequest)
	case a.Token != "":
		h.Set("Authorization", "Bearer "+a.Token)
	case a.User != "":
		r := http.Request{Header: h}
		r.SetBasicAuth(a.User, a.Password)
	}
	return nil
}

const (
	defaultShards = 3
	mostShards    = 1024
	defaultFresh  = time.Minute
)

var indexName = pattern.New(`^[a-z0-9][a-z0-9_-]{0,200}$`)

func (o *Options) check() error {
	if !indexName().MatchString(o.Index) {
		return fmt.Errorf("%w: %q is no name of an index: small Latin letters, digits, - and _", fihris.ErrBadRequest, o.Index)
	}
	if o.Shards < 0 || o.Shards > mostShards {
		return fmt.Errorf("%w: %d shards: from 1 to %d are possible", fihris.ErrBadRequest, o.Shards, mostShards)
	}
	if o.Fresh < 0 {
		return fmt.Errorf("%w: Fresh is less than nothing", fihris.ErrBadRequest)
	}
	return nil
}

func (o *Options) fresh() time.Duration {
	if o.Fresh == 0 {
		return defaultFresh
	}
	return o.Fresh
}
