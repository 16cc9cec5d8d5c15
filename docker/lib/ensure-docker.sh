# Sourced: sees to it that there is a Docker engine, for as long as the script runs that sources this.
docker info >/dev/null 2>&1 && return

engine=$(mktemp -d)
export DOCKER_HOST=unix://$engine/docker.sock
# no bridge, no firewall rules: everything here uses the host's network
dockerd --host "$DOCKER_HOST" --data-root "$engine/data" --exec-root "$engine/exec" --pidfile "$engine/pid" \
  --iptables=false --bridge=none >"$engine/log" 2>&1 &
dockerd=$!

stop_engine() {
  kill "$dockerd"
  wait "$dockerd" || true
  umount "$engine"/data/* "$engine"/exec/netns/* 2>/dev/null || true
  rm -rf "$engine"
}

SECONDS=0
until docker info >/dev/null 2>&1; do
  if ((SECONDS >= 30)) || ! kill -0 "$dockerd"; then
    tail -n 20 "$engine/log" >&2
    return 1
  fi
  sleep 0.2
done
