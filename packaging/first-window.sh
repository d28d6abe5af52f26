#!/usr/bin/env bash
# Starts the window once for real, on a virtual display, and checks that it drew something.
set -euo pipefail
cd "$(dirname "$0")/.."
# the same features as the tests were built with: nothing is compiled twice
cargo test --locked --no-run --quiet
work=$(mktemp -d)
display=":$((90 + RANDOM % 9))"
Xvfb "$display" -screen 0 1440x900x24 +extension GLX >/dev/null 2>&1 &
screen=$!
trap 'kill "$program" "$screen" 2>/dev/null || true; rm -rf "$work"' EXIT
sleep 2
export DISPLAY="$display" LIBGL_ALWAYS_SOFTWARE=1 HOME="$work" XDG_DATA_HOME="$work/data" XDG_CONFIG_HOME="$work/config"
target/debug/kesu demo --db "$work/desk.db" --cases 200
target/debug/kesu --db "$work/desk.db" >"$work/log" 2>&1 &
program=$!
for _ in $(seq 1 60); do
    sleep 1
    kill -0 "$program" 2>/dev/null || { echo "the window closed by itself:"; cat "$work/log"; exit 1; }
    import -window root "$work/shot.png" 2>/dev/null || continue
    colours=$(identify -format '%k' "$work/shot.png")
    [ "$colours" -gt 50 ] && { echo "the window shows $colours colours"; exit 0; }
done
echo "the window stayed empty ($colours colours)"; cat "$work/log"; exit 1
