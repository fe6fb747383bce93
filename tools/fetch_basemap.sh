#!/bin/sh
# tools/fetch_basemap.sh OUT: makes the base map. Natural Earth (public domain) comes within Debian's
# package qgis-common, which is downloaded and unpacked, not installed. Skips what is there: the map,
# and beside it the unpacked world_map.gpkg.
set -eu
out=${1:?say which file to write}
tools=$(cd "$(dirname "$0")" && pwd)
folder=$(dirname "$out")
world=$folder/world_map.gpkg

if [ -s "$out" ] && [ ! "$tools/basemap.py" -nt "$out" ]; then
	exit 0
fi
mkdir -p "$folder"

fail() {
	printf 'fetch_basemap: %s\n' "$*" >&2
	exit 1
}

# apt-get complains on the screen when root downloads into a folder that its own user cannot write.
download() {
	apt-get download -q -o APT::Sandbox::User=root qgis-common >log 2>&1
}

if [ ! -s "$world" ]; then
	command -v apt-get >/dev/null 2>&1 ||
		fail "needs Debian or Ubuntu, or Natural Earth as QGIS has it in $world"
	work=$(mktemp -d "$folder/fetch.XXXXXX")
	trap 'rm -rf "$work"' EXIT INT TERM
	(
		cd "$work"
		download || {
			# Without package lists nothing can be found; only root can get them.
			[ "$(id -u)" = 0 ] && apt-get update -q >>log 2>&1 && download
		} || {
			cat log >&2
			fail "apt-get could not download qgis-common; run 'apt-get update' and try again"
		}
		dpkg -x qgis-common_*.deb x
	)
	map=$work/x/usr/share/qgis/resources/data/world_map.gpkg
	[ -s "$map" ] || fail "this version of qgis-common has no world_map.gpkg"
	mv "$map" "$world"
fi

python=/usr/bin/python3
[ -x "$python" ] || python=python3
"$python" "$tools/basemap.py" "$world" "$out.part" || fail "basemap.py failed on $world"
mv "$out.part" "$out"
