// Package metrics counts what a server does, in the form that Prometheus reads
// (https://prometheus.io/docs/instrumenting/exposition_formats/), by its official client.
package metrics

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/web"
)

// Index is what is measured of an index; an open *fihris.Index is one.
type Index interface {
	Stats(ctx context.Context) (fihris.Stats, error)
}

// Metrics are the counts of one server. They are safe for concurrent use.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	waited   prometheus.Histogram
}

// buckets are the bounds of times in seconds, from an answer out of the cache to
// the time-out of a search.
var buckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

// New makes the counts of a server of an index; version is that of the program.
func New(ix Index, version string) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "fihris_requests_total", Help: "Requests by address, method, status and the code of the problem, if any.",
		}, []string{"route", "method", "status", "code"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "fihris_request_seconds", Help: "How long requests took, with their waiting.", Buckets: buckets,
		}, []string{"route"}),
		waited: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "fihris_wait_seconds", Help: "How long requests waited for their turn.", Buckets: buckets,
		}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "fihris_build_info", Help: "1, with the version of the program.", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.took, m.waited, build, newIndexCollector(ix),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// methods are those that are counted by their names: others anybody can invent.
var methods = map[string]bool{
	http.MethodGet: true, http.MethodHead: true, http.MethodPost: true, http.MethodPut: true, http.MethodDelete: true, http.MethodOptions: true,
}

// Observe counts a request.
func (m *Metrics) Observe(o web.Observation) {
	if !methods[o.Method] {
		o.Method = "other"
	}
	m.requests.WithLabelValues(o.Route, o.Method, strconv.Itoa(o.Status), o.Code).Inc()
	m.took.WithLabelValues(o.Route).Observe(o.Took.Seconds())
	if o.Waited > 0 {
		m.waited.Observe(o.Waited.Seconds())
	}
}

// Handler answers with all counts.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{DisableCompression: true})
}

// indexCollector reads the sizes of an index when it is asked.
type indexCollector struct {
	ix                                 Index
	articles, bytes, segments, damaged *prometheus.Desc
}

func newIndexCollector(ix Index) *indexCollector {
	desc := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc("fihris_index_"+name, help, nil, nil)
	}
	return &indexCollector{
		ix: ix, articles: desc("articles", "Articles in the index."), bytes: desc("bytes", "Size of the index on disk."),
		segments: desc("segments", "Parts of the index."), damaged: desc("damaged", "1 where an answer has met damage since the index was opened."),
	}
}

// Describe implements prometheus.Collector.
func (c *indexCollector) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{c.articles, c.bytes, c.segments, c.damaged} {
		out <- d
	}
}

// statsTimeout bounds the reading of the sizes.
const statsTimeout = 5 * time.Second

// Collect implements prometheus.Collector. Of an index that cannot be read only the
// damage is told.
func (c *indexCollector) Collect(out chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64) { out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v) }
	ctx, cancel := context.WithTimeout(context.Background(), statsTimeout)
	defer cancel()
	if st, err := c.ix.Stats(ctx); err == nil {
		gauge(c.articles, float64(st.Articles))
		gauge(c.bytes, float64(st.Bytes))
		gauge(c.segments, float64(st.Segments))
	}
	damaged := 0.0
	if d, ok := c.ix.(fihris.DamageReporter); ok && d.Damage() != nil {
		damaged = 1
	}
	gauge(c.damaged, damaged)
}
