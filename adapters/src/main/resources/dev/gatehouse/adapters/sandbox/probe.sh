canary='@CANARY@'
attempt() {
  name=$1; shift
  if ( "$@" ) >/dev/null 2>&1; then echo "PROBE $name escaped"; else echo "PROBE $name held"; fi
}
linked() { ln -s "$canary" probe-link && cat probe-link; code=$?; rm -f probe-link; return $code; }
connected() { exec 3<>/dev/tcp/127.0.0.1/@PORT@; }
foreign() { env | cut -d= -f1 | grep -vxE 'PATH|HOME|LANG|LC_ALL|LC_CTYPE|TZ|PWD|SHLVL|_|OLDPWD|TERM|HOSTNAME|TMPDIR|container'; }
attempt read-host-file cat "$canary"
attempt write-host-file bash -c 'echo x >> "$0"' "$canary"
attempt follow-link-to-host-file linked
attempt connect-to-loopback connected
attempt see-environment foreign
attempt write-core-pattern bash -c 'echo x >> /proc/sys/kernel/core_pattern'
attempt write-system-folder bash -c 'echo x >> /usr/probe'
echo 'PROBE end held'
