#!/bin/sh
# Speed and memory on many articles, and what an interruption does to them.
#
#   benches/million.sh [NUMBER [FOLDER]]     from the root of the repository; a million articles by default, which
#                                            take some 25 GB in FOLDER (./target/million by default) and hours
#   COMMAND=extract FINDER=rules benches/million.sh 100000
#   JOBS="1 2 4" benches/million.sh 20000
#
# It makes the articles, runs `classify` on them under GNU time with each number of jobs, does it again with --resume
# and three times kill -9, and prints what was measured. It fails when two outputs differ.
set -eu
number=${1:-1000000}
folder=${2:-target/million}
command=${COMMAND:-classify}
jobs=${JOBS:-1 2}
program=target/release/quotestance
[ -x /usr/bin/time ] || { echo "GNU time is needed, as /usr/bin/time" >&2; exit 2; }
set -- ${FINDER:+--finder "$FINDER"}

cargo build --release --quiet --bin quotestance --example make_articles
mkdir -p "$folder"
input=$folder/articles.jsonl
target/release/examples/make_articles "$number" > "$input"
words=$(wc -w < "$input")
echo "$number articles, $(($(wc -c < "$input") / 1000000)) MB, $words words (as wc counts): $command $*"

for n in $jobs; do
    /usr/bin/time -o "$folder/time" -f "%e %U %S %M" "$program" "$command" "$input" "$@" --jobs "$n" -o "$folder/of-$n"
    awk -v jobs="$n" -v articles="$number" -v words="$words" '{
        printf "%d jobs: %.1f s, of processors %.1f s; %.0f articles/s, %.0f words/s; at most %.0f MB of memory\n",
            jobs, $1, $2 + $3, articles / $1, words / $1, $4 / 1024 }' "$folder/time"
    [ -e "$folder/whole" ] || mv "$folder/of-$n" "$folder/whole"
    [ ! -e "$folder/of-$n" ] || cmp "$folder/of-$n" "$folder/whole"
    rm -f "$folder/of-$n"
    last=$(cut -d' ' -f1 "$folder/time")
done

# Three times killed, each after a quarter of the time that it takes.
for kill in 1 2 3; do
    "$program" "$command" "$input" "$@" -o "$folder/resumed" --resume &
    sleep "$(awk -v last="$last" 'BEGIN { print last / 4 }')"
    kill -9 $! || true
    wait $! || true
done
"$program" "$command" "$input" "$@" -o "$folder/resumed" --resume
cmp "$folder/resumed" "$folder/whole"
echo "killed three times and resumed: the same bytes"
rm "$folder/articles.jsonl" "$folder/whole" "$folder/resumed" "$folder/time"
