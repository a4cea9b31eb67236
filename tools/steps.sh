# Sourced by run and check: installing what is missing and building, one line per step.
# shellcheck shell=bash

say() { printf '\033[1m▸\033[0m %s\n' "$*"; }
fail() { printf '\033[31m✗ %s\033[0m\n' "$*" >&2; exit 1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
folder_size() { du -sh "$1" 2>/dev/null | cut -f1; }

# install_packages FILE…: installs the Debian packages of the lists that are not there yet.
install_packages() {
    local missing=() name
    while read -r name; do
        dpkg-query -W -f='${Status}\n' "$name" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$name")
    done < <(grep -hv '^#' "$@")
    # Any Node.js from 18 will do, wherever it comes from.
    node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' 2>/dev/null || missing+=(nodejs)
    command -v npm >/dev/null || missing+=(npm)
    [ ${#missing[@]} = 0 ] && return
    say "Cài đặt ${#missing[@]} gói Debian: ${missing[*]}"
    local log; log=$(mktemp)
    # A service that the package would start at once is not wanted: we start our own, in the data folder.
    { as_root apt-get update -qq &&
      as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 ||
        { tail -n 20 "$log" >&2; fail "apt không cài được các gói trên (nhật ký: $log)"; }
    rm -f "$log"
}

# npm_install FOLDER: npm ci when the lock file has changed since the last time.
npm_install() {
    local stamp="$1/node_modules/.lock-sha256" sum
    sum=$(sha256sum "$1/package-lock.json" | cut -d' ' -f1)
    [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ] && return
    say "npm: cài các gói của $1"
    (cd "$1" && npm ci --no-audit --no-fund --loglevel=error) || fail "npm không cài được các gói của $1"
    echo "$sum" >"$stamp"
}

# build_server FOLDER CMAKE_ARGS… -- TARGET…
build_server() {
    local folder=$1 args=() log; shift
    while [ "$1" != -- ]; do args+=("$1"); shift; done
    shift
    [ -f "$folder/build.ninja" ] || {
        say "Chuẩn bị biên dịch ($folder)"
        log=$(cmake -G Ninja -S . -B "$folder" -DCMAKE_CXX_COMPILER=clang++-16 -DHATANG_UNITY=ON "${args[@]}" 2>&1) || { printf '%s\n' "$log" | tail -n 30 >&2; fail "cmake"; }
    }
    if ! ninja -C "$folder" -n "$@" 2>/dev/null | grep -q 'no work to do'; then
        say "Biên dịch ($folder)"
        if [ -t 1 ]; then NINJA_STATUS='   [%f/%t %p] ' ninja -C "$folder" "$@" || fail "biên dịch"
        else log=$(ninja -C "$folder" "$@" 2>&1) || { printf '%s\n' "$log" | tail -n 60 >&2; fail "biên dịch"; }; fi
    fi
}

# build_web: when a source is newer than what was built.
build_web() {
    npm_install web
    if [ ! -f web/dist/index.html ] ||
       [ -n "$(find web/src web/public web/index.html web/package-lock.json web/vite.config.ts web/tsconfig.json -newer web/dist/index.html -print -quit 2>/dev/null)" ]; then
        say "Dựng ứng dụng web"
        (cd web && npm run --silent build -- --logLevel warn) || fail "dựng ứng dụng web"
    fi
}

# build_program: the server and the web application, side by side.
build_program() {
    build_web &
    local web=$!
    build_server build -DCMAKE_BUILD_TYPE=RelWithDebInfo -- hatang
    wait "$web" || exit 1
}

free_port() { # free_port FROM: the first port on loopback that nobody listens on
    local port=$1
    while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
    echo "$port"
}

# start_broker FOLDER PORT: Mosquitto on loopback with its store in FOLDER; sets BROKER_PID.
start_broker() {
    mkdir -p "$1"
    cat >"$1/mosquitto.conf" <<CONF
listener $2 127.0.0.1
allow_anonymous true
persistence true
persistence_location $1/
# What a gateway sends while we restart must wait, not be lost.
max_queued_messages 0
max_queued_bytes 1073741824
max_inflight_messages 1000
log_dest file $1/mosquitto.log
log_type error
log_type warning
# Tells the program what clients listen to (--mqtt-updates-as).
log_dest topic
log_type subscribe
CONF
    if [ "$(id -u)" = 0 ]; then
        # Started by root it runs as the account of its package, if that may enter the folder.
        chown -R mosquitto: "$1"
        runuser -u mosquitto -- test -w "$1" || { chown -R root: "$1"; echo "user root" >>"$1/mosquitto.conf"; }
    fi
    setsid "$(command -v mosquitto || echo /usr/sbin/mosquitto)" -c "$1/mosquitto.conf" >/dev/null 2>&1 &
    BROKER_PID=$!
    local tries=0
    until (exec 3<>"/dev/tcp/127.0.0.1/$2") 2>/dev/null; do
        kill -0 "$BROKER_PID" 2>/dev/null || fail "Mosquitto không chạy được: $(tail -n 3 "$1/mosquitto.log" 2>/dev/null)"
        [ $((tries += 1)) -gt 100 ] && fail "Mosquitto không trả lời ở cổng $2"
        sleep 0.05
    done
}
