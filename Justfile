# What a developer does more than once.

# A demonstration office with 200 dossiers.
demo *args:
    cargo run --release -- demo {{args}}

# Everything that must be green.
test:
    ./tests/run

# The file that is shipped. What is said of the last step alone keeps 500 libraries from being compiled again: an own
# optimisation level of the package would leave the names in the file and make the whole program small at any cost.
dist:
    RUSTFLAGS= cargo rustc --profile dist --no-default-features --bin motcua -- -C opt-level=s -C strip=symbols -C link-arg=-Wl,--icf=all,-z,pack-relative-relocs
    @ls -l ${CARGO_TARGET_DIR:-target}/dist/motcua

# Figures of this machine: `just bench --dossiers 1000000`.
bench *args:
    cargo run --release -- bench {{args}}

# How fast papers are drawn and what memory that takes, beside WeasyPrint on the same page (`pip install weasyprint`).
bench-print python="python3":
    cargo run --release -- bench print
    {{python}} tests/bench/receipt_by_weasyprint.py ${CARGO_TARGET_DIR:-target}/release/motcua

# Kills a busy server at 200 random moments; the test command does fewer.
crash rounds="200":
    MOTCUA_CRASH_ROUNDS={{rounds}} cargo test --release --test all crash -- --nocapture

# Kills a server in the middle of indexing dossiers; the test command does fewer.
crash-index rounds="100":
    MOTCUA_CRASH_INDEX_ROUNDS={{rounds}} cargo test --release --test all crash::search -- --nocapture

# Lives a hundred thousand random histories against a recount; the test command does a thousand.
histories count="100000":
    MOTCUA_HISTORIES={{count}} cargo test --release --test all moves::recount -- --nocapture

# Injects 1,000 times four faults into the disk under the store, and 1,000 into a whole office at work; the test command does fewer.
faults rounds="1000":
    MOTCUA_FAULTS={{rounds}} cargo test --release --test all engines::faults -- --nocapture
    MOTCUA_OFFICE_FAULTS={{rounds}} cargo test --release --test all faults::no_fault_takes -- --nocapture

# Has pyHanko (PyPI, in a folder of its own) validate what we sign.
pades:
    #!/usr/bin/env bash
    set -euo pipefail
    folder="${CARGO_TARGET_DIR:-target}/pades"
    mkdir -p "$folder/signed"
    [ -x "$folder/venv/bin/python" ] || python3 -m venv "$folder/venv"
    "$folder/venv/bin/pip" install --quiet pyhanko==0.38.0
    MOTCUA_PADES="$(realpath "$folder/signed")" cargo test --release --locked --test all seal::pades::signed_files
    "$folder/venv/bin/python" tests/seal/pades/check.py "$folder/signed"

# Page images for the README.
screens:
    node tests/browser/screens.mjs

# Every journey of a citizen on a phone, a picture of each step in tests/screens/walk.
walk:
    node tests/browser/walk.mjs

# Licences, bans and sources of dependencies, where cargo-deny is installed.
audit:
    cargo deny check licenses bans sources

# Browses from the home page of a running office to every procedure, counting clicks: `just crawl http://127.0.0.1:8080 5478`.
crawl url procedures:
    node tests/browser/crawl.mjs {{url}} {{procedures}}

# Lighthouse on the pages that most people open, as a phone sees them; 95 at least.
lighthouse:
    cargo build --release
    node tests/browser/lighthouse.mjs
