#!/usr/bin/env bash
# Adds the current digest to each base image of the Dockerfiles, so that all later builds of this checkout use the same images.
# Prints the pinned images. Requires Docker and access to the image registries. The release workflow runs it.
set -euo pipefail
cd "$(dirname "$0")"

mapfile -t bases < <(grep -h '^FROM .*[:/]' Dockerfile.* | awk '{print $2}' | grep -v @ | sort -u)
for base in "${bases[@]}"; do
  digest=$(docker buildx imagetools inspect "$base" --format '{{.Manifest.Digest}}')
  if [[ ! $digest =~ ^sha256:[0-9a-f]{64}$ ]]; then
    echo "$base has no digest, but: $digest" >&2
    exit 1
  fi
  sed -i "s|^FROM $base\( .*\)\?$|FROM $base@$digest\1|" Dockerfile.*
  echo "$base@$digest"
done
