#!/usr/bin/env bash
# How a client asks a Pushwoosh-compatible service for a tracking log: request it, poll until it is ready, download the zip.
#
#   PUSHTRAIL_URL=http://127.0.0.1:8080 PUSHTRAIL_TOKEN=… samples/curl-session.sh [YYYY-MM-DD]
#
# Without a day, the log is of the last 14 days. It is saved in this folder, and its name is printed. Needs curl and jq.
#
# The service answers with HTTP 200 and its own code in the body: 200 done, 420 still running, 210 something is wrong.
set -euo pipefail

url="${PUSHTRAIL_URL:?the address of the service}/json/1.3"
token="${PUSHTRAIL_TOKEN:?the API token}"
date="${1:-}"

# A service that is starting refuses connections for a moment.
ask() { curl --silent --show-error --fail-with-body --retry 5 --retry-connrefused --data "$2" "$url/$1"; }

request="$(jq --null-input --arg auth "$token" --arg date "$date" \
    '{request: {auth: $auth, date: (if $date == "" then null else $date end)}}')"
answer="$(ask getTrackingLog "$request")"
if [[ "$(jq .status_code <<<"$answer")" != 200 ]]; then
    jq --raw-output .status_message <<<"$answer" >&2
    exit 1
fi
id="$(jq --raw-output .response.request_id <<<"$answer")"
echo "request $id" >&2

while true; do
    answer="$(ask getResults "$(jq --null-input --arg auth "$token" --arg id "$id" '{request: {auth: $auth, request_id: $id}}')")"
    case "$(jq .status_code <<<"$answer")" in
        200) break ;;
        420) sleep 5 ;;
        *) jq --raw-output .status_message <<<"$answer" >&2; exit 1 ;;
    esac
done
# The link works for anyone who has it, and lies under the service's --public-url.
log="tracking-log${date:+-$date}.zip"
curl --silent --show-error --fail --output "$log.part" "$(jq --raw-output .response.fileName <<<"$answer")"
mv "$log.part" "$log"
echo "$log"
