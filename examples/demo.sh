#!/bin/sh
# What `make demo` shows: the record of the examples, its chronicle, and a few answers.
set -eu
folder=$(dirname "$0")
mahdar=${MAHDAR:-mahdar}
store=${MAHDAR_STORE:-$folder/examples.db}

ask() {
  printf '\n$ mahdar %s\n' "$*"
  MAHDAR_STORE=$store "$mahdar" "$@"
}

printf '$ mahdar build examples --into %s\n' "$store"
"$mahdar" build "$folder" --into "$store" --workers 1
ask chronicle --from 2018-03-01 --to 2018-06-30
ask said --who "وزارة الخارجية الروسية"
ask who "Lavrov"
ask search "معاهدة الشراكة" --limit 3
printf '\nThe same in a browser, in Arabic and English:\n\n    %s serve --store %s\n' "$mahdar" "$store"
