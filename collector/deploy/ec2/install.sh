#!/usr/bin/env bash
# Installs the ADOT collector on this EC2 instance (Amazon Linux, RHEL, Ubuntu or Debian) and starts it with the files
# beside this script. As root: sudo ./install.sh. The instance's role needs ../iam/collector-policy.json.
#
# Checked by shellcheck in CI. Not run there: the collector's package is not to be had there.
set -euo pipefail

version=v0.49.0
packages=https://aws-otel-collector.s3.amazonaws.com
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

case $(uname -m) in
  x86_64) architecture=amd64 ;;
  aarch64) architecture=arm64 ;;
  *)
    echo "This machine is \"$(uname -m)\"; expected x86_64 or aarch64. Nothing was installed." >&2
    exit 1
    ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if command -v rpm >/dev/null && ! command -v dpkg >/dev/null; then
  curl --fail --silent --show-error --output "$work/key.gpg" "$packages/aws-otel-collector.gpg"
  curl --fail --silent --show-error --output "$work/collector.rpm" \
    "$packages/amazon_linux/$architecture/$version/aws-otel-collector.rpm"
  rpm --import "$work/key.gpg"
  rpm --checksig "$work/collector.rpm"
  rpm --upgrade --replacepkgs "$work/collector.rpm"
else
  curl --fail --silent --show-error --output "$work/collector.deb" \
    "$packages/debian/$architecture/$version/aws-otel-collector.deb"
  dpkg --install "$work/collector.deb"
fi
# The package brings a unit of its own, which would take the same ports.
systemctl disable --now aws-otel-collector.service 2>/dev/null || true

install --directory --mode=0755 /etc/otel-xray
install --mode=0644 "$here/collector.yaml" /etc/otel-xray/collector.yaml
install --mode=0644 "$here/collector.env" /etc/otel-xray/collector.env
install --mode=0644 "$here/otel-xray-collector.service" /etc/systemd/system/otel-xray-collector.service
systemctl daemon-reload
systemctl enable otel-xray-collector.service
systemctl restart otel-xray-collector.service

for _ in $(seq 30); do
  if curl --fail --silent --output /dev/null http://127.0.0.1:13133/; then
    echo "The collector runs. Its log: journalctl --unit otel-xray-collector"
    exit 0
  fi
  sleep 1
done
echo "The collector did not answer on 127.0.0.1:13133 within 30 seconds; see journalctl --unit otel-xray-collector." >&2
exit 1
