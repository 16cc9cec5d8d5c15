# To be sourced. If no Docker engine is reachable, starts one for the lifetime of the calling script: sets DOCKER_HOST and the
# variable dockerd, and defines stop_engine, which the caller must run on exit if dockerd is set.
docker info >/dev/null 2>&1 && return

engine=$(mktemp -d)
export DOCKER_HOST=unix://$engine/docker.sock
# Needs neither a bridge nor firewall rules, because all containers use the network of the host.
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
