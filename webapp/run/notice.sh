#!/bin/sh
# Says that the build has begun, and every 15 seconds that it goes on: "mvn -q" says nothing while it downloads.
# Ends when the program starts (the file $1 appears) or when Maven ends.
started=$1
maven=$PPID
rm -f "$started"
echo "Building Tillgate ... (the first time takes a few minutes: Maven downloads about 300 MB)"
(
  seconds=0
  while sleep 15 && kill -0 "$maven" 2>/dev/null && [ ! -e "$started" ]; do
    seconds=$((seconds + 15))
    echo "  still building ($seconds s)"
  done
) &
