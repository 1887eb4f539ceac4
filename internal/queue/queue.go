// Package queue lets so many requests work at the same time and makes the others
// wait their turn, fairly: the turn is that of the client who has been worked for the
// least, no client holds all places, and neither does heavy work, whoever asks for
// it. So one ordinary request is answered beside any number of others. The requests of one
// client take turns in the order in which they came, but that a light one does not wait for
// heavy ones that must not begin yet.
//
// Who finds the room full that there is for waiting takes the place of the last request of the client
// that has most in it, if that is more than he has himself: so no client keeps others out.
//
// What a client has had is counted in the time that its requests held a place, and
// those who come anew begin with what the last one served had: start-time fair
// queuing (P. Goyal, H. M. Vin, H. Cheng, SIGCOMM 1996) with the cost known afterwards.
package queue

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"
)

// ErrBusy says that no turn came in time, or that there was no room to wait for one.
var ErrBusy = errors.New("too many requests are waiting")

// Options of a queue; all but Wait must be positive.
type Options struct {
	Places    int           // requests at the same time
	Heavy     int           // of these, heavy ones
	PerClient int           // of these, those of one client
	Waiting   int           // requests that wait
	Wait      time.Duration // how long one waits
}

// For are options for so many places: half of them for heavy work, three
// quarters for one client, and 128 waiting for each.
func For(places int, wait time.Duration) Options {
	return Options{Places: places, Heavy: max(1, places/2), PerClient: max(1, places-max(1, places/4)), Waiting: 128 * places, Wait: wait}
}

// Queue is safe for concurrent use.
type Queue struct {
	opts Options

	mu             sync.Mutex
	running, heavy int
	waiting        int
	came           uint64             // counts requests
	served         time.Duration      // what the client had had whose turn came last
	clients        map[string]*client // those that have a request here, and some that had
}

// client is what is known of one.
type client struct {
	had     time.Duration
	running int
	light   []*waiter // in the order in which they came
	heavy   []*waiter
}

// waiter waits to be told whether its turn has come; false says that it was sent away.
type waiter struct {
	turn   chan bool // has room for one
	number uint64    // of those that came earlier it is less
}

// mostIdle is how many clients are remembered that have no request here.
const mostIdle = 4096

// New makes a queue.
func New(opts Options) *Queue { return &Queue{opts: opts, clients: map[string]*client{}} }

// Enter waits for a turn. It returns ErrBusy when none came in time, or the error of
// ctx. Who entered must call leave, once.
func (q *Queue) Enter(ctx context.Context, name string, heavy bool) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	q.mu.Lock()
	c := q.client(name)
	if q.waiting >= q.opts.Waiting && !q.makeRoom(c) {
		q.mu.Unlock()
		return nil, ErrBusy
	}
	q.came++
	w := &waiter{make(chan bool, 1), q.came}
	c.add(w, heavy)
	q.waiting++
	q.next()
	q.mu.Unlock()

	timer := time.NewTimer(q.opts.Wait)
	defer timer.Stop()
	turn := false
	select {
	case turn = <-w.turn:
	case <-timer.C:
	case <-ctx.Done():
		err = ctx.Err()
	}
	if !turn && !q.giveUp(c, w) { // it was told in the same moment, or just now
		select {
		case turn = <-w.turn:
		default:
		}
	}
	if !turn {
		return nil, cmp.Or(err, ErrBusy)
	}
	began := time.Now()
	return func() { q.leave(c, heavy, time.Since(began)) }, nil
}

// Load says how many requests work and wait.
func (q *Queue) Load() (running, waiting int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.running, q.waiting
}

// client finds a client, or takes in a new one. Who was away has not saved
// up turns meanwhile.
func (q *Queue) client(name string) *client {
	c := q.clients[name]
	if c == nil {
		if len(q.clients) >= mostIdle {
			q.forget()
		}
		c = &client{}
		q.clients[name] = c
	}
	if c.idle() {
		c.had = max(c.had, q.served)
	}
	return c
}

// forget drops those who have no request here.
func (q *Queue) forget() {
	for name, c := range q.clients {
		if c.idle() {
			delete(q.clients, name)
		}
	}
}

func (c *client) idle() bool { return c.running == 0 && len(c.light) == 0 && len(c.heavy) == 0 }

func (c *client) add(w *waiter, heavy bool) {
	if heavy {
		c.heavy = append(c.heavy, w)
	} else {
		c.light = append(c.light, w)
	}
}

// makeRoom sends away the last request of the client that has most waiting, so that one of c may
// wait; it does not where c has as many.
func (q *Queue) makeRoom(c *client) bool {
	most := c
	for _, other := range q.clients {
		if other.waits() > most.waits() {
			most = other
		}
	}
	if most.waits() <= c.waits()+1 {
		return false
	}
	list := &most.light
	if last(most.heavy).number > last(most.light).number {
		list = &most.heavy
	}
	last(*list).turn <- false
	*list = (*list)[:len(*list)-1]
	q.waiting--
	return true
}

// waits counts the requests of a client that wait.
func (c *client) waits() int { return len(c.light) + len(c.heavy) }

// last is the last of some waiters, or one that came before all.
func last(waiters []*waiter) *waiter {
	if len(waiters) == 0 {
		return &waiter{}
	}
	return waiters[len(waiters)-1]
}

// first is the list whose first request came first, of those that may begin; nil where none may.
func (c *client) first(heavies bool) *[]*waiter {
	heavies = heavies && len(c.heavy) > 0
	switch {
	case len(c.light) > 0 && (!heavies || c.light[0].number < c.heavy[0].number):
		return &c.light
	case heavies:
		return &c.heavy
	}
	return nil
}

// next gives away the places that are free.
func (q *Queue) next() {
	for q.running < q.opts.Places {
		var best *client
		var list *[]*waiter
		for _, c := range q.clients {
			if c.running >= q.opts.PerClient || best != nil && c.had >= best.had {
				continue
			}
			if l := c.first(q.heavy < q.opts.Heavy); l != nil {
				best, list = c, l
			}
		}
		if best == nil {
			return
		}
		q.served = max(q.served, best.had)
		if list == &best.heavy {
			q.heavy++
		}
		(*list)[0].turn <- true
		*list = (*list)[1:]
		best.running++
		q.running++
		q.waiting--
	}
}

// giveUp takes a waiter out; false says that it does not wait any more.
func (q *Queue) giveUp(c *client, w *waiter) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, list := range []*[]*waiter{&c.light, &c.heavy} {
		for i, other := range *list {
			if other == w {
				*list = append((*list)[:i:i], (*list)[i+1:]...)
				q.waiting--
				return true
			}
		}
	}
	return false
}

func (q *Queue) leave(c *client, heavy bool, held time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	c.had += held
	c.running--
	q.running--
	if heavy {
		q.heavy--
	}
	q.next()
}
