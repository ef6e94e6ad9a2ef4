#!/bin/sh
# compile.sh SOURCE FOLDER: with the broker's own Erlang and libraries.
set -eu
broker=$(find "$RABBITMQ_HOME/plugins" -maxdepth 1 -type d -name 'rabbit_common-*')
cd "$2"
HOME=$2 erl -noinput -pa "$broker/ebin" \
  -eval "halt(case compile:file(\"$1\", [report, warnings_as_errors]) of {ok, _} -> 0; _ -> 1 end)."
