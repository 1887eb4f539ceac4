package main

import "os"

// clockVariable is set to cpu for all processes that are measured where a query's time
// is that in which its thread computed, and not that which passed.
const clockVariable = "BENCH_CLOCK"

// readsCPU says which of them it is in this process.
func readsCPU() bool { return os.Getenv(clockVariable) == "cpu" }
