package store

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// lockHolders asks the kernel which processes hold the lock of a file; told is
// whether it answers. On some file systems (btrfs, overlays) it names another
// device than the file says that it is on: the process that has signed the file
// is believed then.
func lockHolders(f *os.File, signed int) (found []Holder, told bool) {
	fi, err := f.Stat()
	if err != nil {
		return nil, false
	}
	st, ok := fi.Sys().(*syscall.Stat_t)
	if !ok {
		return nil, false
	}
	table, err := os.Open("/proc/locks")
	if err != nil {
		return nil, false
	}
	defer table.Close()
	dev := uint64(st.Dev) //nolint:unconvert // it has 32 bits on some systems
	device := fmt.Sprintf("%02x:%02x", dev>>8&0xfff|dev>>32&^0xfff, dev&0xff|dev>>12&^0xff)
	inode := strconv.FormatUint(st.Ino, 10)
	var pids []int
	for lines := bufio.NewScanner(table); lines.Scan(); {
		// 4: FLOCK  ADVISORY  WRITE 20816 fe:00:9994371 0 EOF; who waits has -> behind the number
		fields := strings.Fields(lines.Text())
		if len(fields) < 6 || fields[1] != "FLOCK" {
			continue
		}
		pid, err := strconv.Atoi(fields[4])
		cut := strings.LastIndexByte(fields[5], ':')
		if err != nil || pid <= 0 || cut < 0 || fields[5][cut+1:] != inode {
			continue // 0 is a process that cannot be seen from this container
		}
		if (fields[5][:cut] == device || pid == signed) && !slices.Contains(pids, pid) {
			pids = append(pids, pid)
		}
	}
	for _, pid := range pids {
		b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid)) // not everybody may; then it has no name
		args := strings.Split(strings.TrimRight(string(b), "\x00"), "\x00")
		found = append(found, Holder{PID: pid, Command: commandLine(args)})
	}
	return found, true
}
