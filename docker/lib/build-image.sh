#!/usr/bin/env bash
# Builds the JVM image under the name $1 with docker/Dockerfile.jvm. Replaces each base image that cannot be pulled with a
# substitute made by .ci/offline-base-image.sh. Requires a running Docker engine.
set -euo pipefail
cd "$(dirname "$0")/../.."
image=${1:?name of the image}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

grep -h '^FROM .*[:/]' docker/Dockerfile.jvm | awk '{print $2}' | sort -u | while read -r base; do
  docker image inspect "$base" >/dev/null 2>&1 || timeout 300 docker pull -q "$base" 2>/dev/null ||
    { echo "Cannot pull $base. Building a substitute."; .ci/offline-base-image.sh "$base" "$work/debian"; }
done

docker build -q --force-rm --network host -f docker/Dockerfile.jvm -t "$image" . >"$work/build.log" 2>&1 ||
  { tail -n 60 "$work/build.log"; exit 1; }
docker history --format '{{.Size}}\t{{.CreatedBy}}' "$image" | grep -v '^0B' | cut -c 1-90
