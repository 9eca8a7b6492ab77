#!/bin/sh
PATH=$PATH:/usr/sbin
# Names what the tests need and this machine lacks.
missing=0
for tool in valgrind xgettext msgcmp clang gcc groff man systemd-analyze protoc psql pgbouncer /usr/bin/python3; do
    command -v "$tool" >/dev/null || { echo "$tool is missing"; missing=1; }
done
for module in zmq nacl google.protobuf; do
    /usr/bin/python3 -c "import $module" || missing=1
done
ls /usr/lib/*/faketime/libfaketimeMT.so.1 >/dev/null || missing=1
[ $missing = 0 ] || echo "./run test installs it"
exit $missing
