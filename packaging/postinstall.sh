#!/bin/sh
# After the package was installed or upgraded: the user of the service and a token for
# writing, each made once. The service is started by who administers the machine.
set -eu

if ! getent group fihris >/dev/null; then
	groupadd --system fihris
fi
if ! getent passwd fihris >/dev/null; then
	useradd --system --gid fihris --home-dir /var/lib/fihris --no-create-home --shell /usr/sbin/nologin fihris
fi
install -d -o fihris -g fihris -m 0750 /var/lib/fihris
if [ ! -e /etc/fihris/write.token ]; then
	(umask 077 && head -c 24 /dev/urandom | base64 >/etc/fihris/write.token)
	chown fihris:fihris /etc/fihris/write.token
fi
if [ -d /run/systemd/system ]; then
	systemctl daemon-reload
	systemctl try-restart fihris.service
fi
