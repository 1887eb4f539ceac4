#!/bin/sh
# Before the package is removed, and not when it is upgraded: the service ends. The index and
# the configuration stay.
set -eu

case "${1:-}" in
remove | 0)
	if [ -d /run/systemd/system ]; then
		systemctl disable --now fihris.service
	fi
	;;
esac
