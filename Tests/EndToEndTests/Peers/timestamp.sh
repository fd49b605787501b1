#!/usr/bin/env bash
# A time-stamping authority of a test's own (RFC 3161), by openssl: reads data on standard input, prints its answer.
#
#   timestamp.sh FOLDER [DIGEST]     the authority's key and certificate are made in FOLDER at first
set -euo pipefail
mkdir -p "$1"
cd "$1"
digest="${2:-sha256}"
cat >data
if [[ ! -e tsa.pem ]]; then
    cat >tsa.cnf <<'END'
[tsa]
default_tsa = authority
[authority]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512, sha1
signer_digest = sha256
END
    echo 01 >serial
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout tsa.key -out tsa.pem -days 3650 \
        -subj /CN=authority -addext extendedKeyUsage=critical,timeStamping 2>/dev/null
fi
openssl ts -query -data data "-$digest" -cert -out query 2>/dev/null
openssl ts -reply -config tsa.cnf -queryfile query -signer tsa.pem -inkey tsa.key -out answer 2>/dev/null
cat answer
