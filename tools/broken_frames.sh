#!/usr/bin/env bash
# g++ 12 builds a broken frame for some coroutines (base/task.hpp says which); calling one ends the program. This names them
# in object files without calling them: in a sound one the promise lies two words behind the start of the frame.
# Usage: tools/broken_frames.sh BUILD_FOLDER. Exit code 1 when one is found.
set -euo pipefail
find "$1" -name '*.cpp.o' -print0 | xargs -0 -n 8 -P "$(nproc)" bash -c '
    for object in "$@"; do
        objdump -dr --no-show-raw-insn "$object" | awk -v object="$object" "
            /^[0-9a-f]+ <.*actor/ { name = \$2 }
            /[ \t]add +\\\$0x/ { offset = \$NF }
            /initial_suspendEv-/ { if (offset !~ /0x10,/) print object \": \" name }"
    done' _ | c++filt | sort -u | tee /dev/stderr | (! grep -q .)
