#!/usr/bin/env bash
# Tries the set-up in a root file system that has Debian's smallest system, git and Node, and nothing else.
#
#   npm run try:clean-root -- [--suite bookworm] [--node host|debian] [--keep] [COMMAND]
#
# COMMAND is a command of Bash for the clone, `npm test` unless told. The clone is of what is committed here.
# --suite   a release of Debian (bookworm, trixie)
# --node    host: this machine's Node and npm, copied in; debian: the packages nodejs and npm of that release
# --keep    leaves the root there, and starts from the one that was left
#
# Needs root, debootstrap and Debian's packages; works in /tmp/parley-clean-root. Mounts and processes end with it:
# they are in name spaces of their own. Not a part of any test.
set -euo pipefail

suite=bookworm node=host keep=no
while [[ ${1-} == --* ]]; do
  case $1 in
    --suite) suite=$2; shift 2 ;;
    --node) node=$2; shift 2 ;;
    --keep) keep=yes; shift ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
  esac
done
command=${*:-npm test}
[[ $(id -u) == 0 ]] || { echo 'This needs root: it makes a root file system and mounts in it.' >&2; exit 1; }
type debootstrap > /dev/null || { echo 'Run: apt-get install debootstrap' >&2; exit 1; }

here=$(cd "$(dirname "$0")/.." && pwd)
work=/tmp/parley-clean-root
base=$work/base-$suite
root=$work/$suite-$node

# Where this machine gets Debian's packages from: the first source named debian.
mirror=$(grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2> /dev/null | head -n 1 || true)
[[ $mirror ]] || { echo 'No source of Debian packages in /etc/apt.' >&2; exit 1; }

if [[ ! -d $base ]]; then
  echo "making $base"
  mkdir -p "$work"
  rm -rf "$base.tmp"
  debootstrap --variant=minbase --include=git "$suite" "$base.tmp" "${mirror% }" > "$work/debootstrap.log"
  rm -rf "$base.tmp"/var/lib/apt/lists/* "$base.tmp"/var/cache/apt/archives/*.deb
  mv "$base.tmp" "$base"
fi

# This machine's sources of Debian packages, security updates among them, for that release.
sources() {
  local file from
  from=$(. /etc/os-release && echo "$VERSION_CODENAME")
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
    [[ -s $file ]] && sed "s/\b$from\b/$suite/g" "$file" > "$root$file"
  done
  return 0
}

# What this machine needs to reach the registries: certificates, npm's settings, apt's proxy, the name server.
settings() {
  local file
  for file in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt /root/.npmrc /usr/etc/npmrc \
    $(grep -lsE 'Proxy|CaInfo' /etc/apt/apt.conf /etc/apt/apt.conf.d/* || true); do
    [[ -f $file ]] && mkdir -p "$root$(dirname "$file")" && cp -L "$file" "$root$file"
  done
  # Debian's ca-certificates, should it be installed, writes the bundle anew; these it adds.
  mkdir -p "$root/usr/local/share/ca-certificates"
  cp -L /etc/ssl/certs/ca-certificates.crt "$root/usr/local/share/ca-certificates/machine.crt"
}

if [[ ! -d $root ]]; then
  rm -rf "$root.tmp"
  cp -a "$base" "$root.tmp"
  mv "$root.tmp" "$root"
  sources
  settings
  if [[ $node == host ]]; then
    cp -L "$(command -v node)" "$root/usr/bin/node"
    npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
    mkdir -p "$root/usr/lib/node_modules"
    cp -a "$npm" "$root/usr/lib/node_modules/npm"
    ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/bin/npm"
  fi
fi

inside() {
  mkdir -p "$root/mnt/source"
  mount --make-rprivate /
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mount --bind "$here" "$root/mnt/source"
  local run=(chroot "$root" env -i HOME=/root TERM="${TERM-}" CI="${CI-}" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
  if [[ -f $root/etc/ssl/certs/ca-certificates.crt ]]; then run+=(NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt); fi
  if [[ $node == debian && ! -x $root/usr/bin/npm ]]; then
    "${run[@]}" sh -c 'apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends nodejs npm' > "$work/node.log" 2>&1
    rm -rf "$root"/var/lib/apt/lists/*
  fi
  "${run[@]}" sh -c 'test -d /root/parley || git -c safe.directory="*" clone -q /mnt/source /root/parley'
  "${run[@]}" sh -c 'echo "$(. /etc/os-release; echo "$PRETTY_NAME"), Node $(node --version), npm $(npm --version 2> /dev/null), $(dpkg -l | grep -c ^ii) packages"'
  exec "${run[@]}" bash -c "cd /root/parley && $command"
}
export -f inside
export root here node work command

code=0
unshare --mount --pid --fork --kill-child bash -euo pipefail -c inside || code=$?
[[ $keep == yes ]] || rm -rf "$root"
exit $code
