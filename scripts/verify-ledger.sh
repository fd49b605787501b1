#!/usr/bin/env bash
# Verifies an archive of nightly tracking logs with openssl, sha256sum and coreutils alone: the checkpoint's signature, the
# tree, the manifests and how they follow each other, and every file's hash. Written from the public specifications: RFC 9162,
# C2SP signed-note, tlog-checkpoint and tlog-tiles. scripts/verify_ledger.py checks what is inside the zips.
#
#   verify-ledger.sh ARCHIVE --vkey KEY [--vkey KEY] [--last-checkpoint FILE] [--expect-through DATE]
#
# Prints each problem on a line and exits 1; prints OK and exits 0 if there are none.
set -uo pipefail
export LC_ALL=C
shopt -s globstar dotglob nullglob

usage() {
    printf 'usage: verify-ledger.sh ARCHIVE --vkey KEY [--last-checkpoint FILE] [--expect-through DATE]\n' >&2
    exit 64
}
archive='' saved='' through='' keys=()
while (($# > 0)); do
    [[ "$1" != --* || -n "${2:-}" ]] || usage
    case "$1" in
        --vkey) keys+=("$2") && shift 2 ;;
        --last-checkpoint) saved="$2" && shift 2 ;;
        --expect-through) through="$2" && shift 2 ;;
        --*) usage ;;
        *) archive="$1" && shift ;;
    esac
done
[[ -n "$archive" && ${#keys[@]} -gt 0 ]] || usage
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

problems=0
wrong() {
    printf '%s\n' "$*"
    problems=$((problems + 1))
}
finish() {
    ((problems == 0)) || exit 1
    printf 'OK: %s, %d nights, the last is %s' "$ledger_origin" "${#zip_hash[@]}" "${day:-none}"
    ((erased_rows == 0)) || printf ', whom %d rows were about is erased, the last on %s' "$erased_rows" "$erased_on"
    printf '\n'
    exit 0
}

# Hexadecimal digits as bytes, and back.
bytes() { basenc --base16 -d <<<"${1^^}"; }
digits() { od -An -v -tx1 | tr -d ' \n'; }
hash() { sha256sum | cut -c1-64; }
from_base64() { base64 -d <<<"$1" 2>/dev/null | digits; }
# Whether a text is the one base64 of its bytes.
is_canonical() { [[ "$(base64 -d <<<"$1" 2>/dev/null | base64 -w0)" == "$1" && -n "$1" ]]; }

# RFC 9162 section 2.1.1, on hashes in hexadecimal: prints the root of its arguments.
root_of() {
    (($# > 0)) || {
        printf '' | hash
        return
    }
    local level=("$@") next i
    while ((${#level[@]} > 1)); do
        next=()
        for ((i = 0; i + 1 < ${#level[@]}; i += 2)); do
            next+=("$(bytes "01${level[i]}${level[i + 1]}" | hash)")
        done
        ((${#level[@]} % 2 == 1)) && next+=("${level[-1]}")
        level=("${next[@]}")
    done
    printf '%s\n' "${level[0]}"
}

# Whether a key has signed a text: its key in hexadecimal, the signature in hexadecimal, the file of the text.
has_signed() {
    bytes "302a300506032b6570032100$1" >"$scratch/key"
    bytes "$2" >"$scratch/signature"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$scratch/key" -rawin -sigfile "$scratch/signature" -in "$3" \
        >/dev/null 2>&1
}

# Splits a verifier key into key_name, id and material: base64 may hold a + too, at its end even, where `read` would lose it.
split_key() {
    local rest="${1#*+}"
    key_name="${1%%+*}" id="${rest%%+*}" material="${rest#*+}"
}

# Whether a path is that of a plain file, and of no more bytes than a limit, where one is given.
is_file() { [[ -f "$1" && ! -L "$1" ]] && (($(stat -c %s "$1") <= ${2:-$(stat -c %s "$1")})); }
# The most bytes of a note, of a time-stamping authority's answer, and of any other file but a zip; signatures of a note.
note_bytes=$((1 << 20)) timestamp_bytes=$((256 << 10)) file_bytes=$((32 << 20)) most_signatures=128

# The path of the tile that ends with a level's hash of some number, from 1.
tile_path() {
    local number=$((($2 - 1) / 256)) count=$((($2 - 1) % 256 + 1)) path
    printf -v path '%03d' $((number % 1000))
    while ((number >= 1000)); do
        number=$((number / 1000))
        printf -v path 'x%03d/%s' $((number % 1000)) "$path"
    done
    ((count < 256)) && path+=".p/$count"
    tile="ledger/tile/$1/$path"
}

# Adds to known or written, an array by path, what a ledger of some size has more than one of a size less.
add_size() {
    local -n paths="$1"
    local level span
    paths["ledger/checkpoint-$2.tsr"]=1
    for level in entries:1 0:1 1:256 2:65536 3:16777216; do
        span="${level#*:}"
        (($2 > 0 && $2 % span == 0)) || continue
        tile_path "${level%:*}" $(($2 / span))
        paths["$tile"]=1
    done
}

# Reads a signed checkpoint into origin, size and root; says what is wrong and fails where it is not to be believed.
open_checkpoint() {
    local file="$1" lines end=0 i key line name key_name id kind material signed='' encoded raw
    [[ -r "$file" ]] || { wrong "$file: cannot be read"; return 1; }
    (($(stat -L -c %s "$file") <= note_bytes)) || { wrong "$file: it is longer than a note can sensibly be"; return 1; }
    # What bash would pass over: NULs, other control characters, a last line without its LF.
    [[ -z "$(tr -d '\12\40-\377' <"$file" | digits)" ]] || { wrong "$file: it holds a control character"; return 1; }
    [[ "$(tail -c1 "$file" | digits)" == 0a ]] || { wrong "$file: its last line has no LF"; return 1; }
    mapfile -t lines <"$file"
    for i in "${!lines[@]}"; do [[ -z "${lines[i]}" ]] && end=$i; done
    ((end >= 3)) || { wrong "$file: not a checkpoint"; return 1; }
    printf '%s\n' "${lines[@]:0:end}" >"$scratch/text"
    origin="${lines[0]}" size="${lines[1]}" encoded="${lines[2]}"
    for line in "${lines[@]:0:end}"; do [[ -n "$line" ]] || { wrong "$file: not a checkpoint"; return 1; }; done
    [[ "$size" =~ ^(0|[1-9][0-9]*)$ ]] || { wrong "$file: malformed size $size"; return 1; }
    is_canonical "$encoded" || { wrong "$file: malformed root"; return 1; }
    root="$(from_base64 "$encoded")"
    ((${#root} == 64)) || { wrong "$file: the root is not of 32 bytes"; return 1; }
    ((end + 1 < ${#lines[@]})) || { wrong "$file: it has no signature"; return 1; }
    ((${#lines[@]} - end - 1 <= most_signatures)) || { wrong "$file: it has too many signatures"; return 1; }
    for line in "${lines[@]:end+1}"; do
        [[ "$line" =~ ^$'\xe2\x80\x94'\ ([^\ +]+)\ ([A-Za-z0-9+/]+=*)$ ]] && is_canonical "${BASH_REMATCH[2]}" || {
            wrong "$file: malformed signature line: $line"
            return 1
        }
        name="${BASH_REMATCH[1]}" raw="$(from_base64 "${BASH_REMATCH[2]}")"
        for key in "${keys[@]}"; do
            split_key "$key"
            material="$(from_base64 "$material")" kind="${material:0:2}"
            [[ "$kind" == 01 && "$key_name" == "$name" && "${raw:0:8}" == "$id" ]] || continue
            has_signed "${material:2}" "${raw:8}" "$scratch/text" || { wrong "$file: bad signature of $name"; return 1; }
            [[ "$name" == "$origin" ]] && signed=yes
        done
    done
    [[ -n "$signed" ]] || { wrong "$file: no key that was given has signed it for $origin"; return 1; }
}

for key in "${keys[@]}"; do
    split_key "$key"
    expected="$({ printf '%s\n' "$key_name"; base64 -d <<<"$material" 2>/dev/null; } | hash | cut -c1-8)"
    [[ "$id" == "$expected" ]] || wrong "--vkey: the key id is not that of the name and key: $key"
done

is_file "$archive/ledger/checkpoint" || { wrong "ledger/checkpoint: it is not there, or no plain file"; finish; }
open_checkpoint "$archive/ledger/checkpoint" || finish
ledger_origin="$origin" ledger_size="$size" ledger_root="$root"

# The leaves of the tree: the manifests in the order of their days, and between them the erasures, whose names have their places.
manifests=() files=("$archive"/[0-9][0-9][0-9][0-9]/[0-9][0-9]/*.manifest.json)
for ((i = 0, next = 0; i < ledger_size; i++)); do
    if [[ -e "$archive/ledger/erasure-$i.json" ]]; then
        manifests+=("$archive/ledger/erasure-$i.json")
    elif ((next < ${#files[@]})); then
        manifests+=("${files[next++]}")
    fi
done
((${#manifests[@]} == ledger_size)) || wrong "$((ledger_size - ${#manifests[@]})) manifests are not there"
leaves=()
for manifest in "${manifests[@]}"; do
    is_file "$manifest" 65535 || { wrong "$manifest: no plain file, or too large"; finish; }
    leaves+=("$({ printf '\0'; cat "$manifest"; } | hash)")
done
[[ "$(root_of "${leaves[@]}")" == "$ledger_root" ]] || wrong "the checkpoint's root is not that of the manifests"

# C2SP tlog-tiles: the bundles hold the same bytes, each entry after its length.
for ((first = 0; first < ${#manifests[@]}; first += 256)); do
    some=("${manifests[@]:first:256}")
    tile_path entries $((first + ${#some[@]}))
    entries="$(for manifest in "${some[@]}"; do
        bytes "$(printf '%04x' "$(stat -c %s "$manifest")")"
        cat "$manifest"
    done | hash)"
    is_file "$archive/$tile" "$file_bytes" && [[ "$(hash <"$archive/$tile")" == "$entries" ]] ||
        wrong "$tile: its entries are not the manifests"
done

# Each manifest follows from the one before, and its zip is the one that was sealed.
hex='[0-9a-f]{64}' number='(0|[1-9][0-9]*)'
form="^\{\"archive\":\"([0-9/-]+\.zip)\",\"csv\":\{\"bytes\":$number,\"rows\":$number,\"rows_root\":\"[A-Za-z0-9+/]{43}=\"\},"
form+="\"entry\":\"tracking-log-([0-9-]{10})\.csv\",\"events\":\{\"count\":$number,\"first\":$number,\"last\":-?$number\},\"late\":$number,"
form+="\"period\":\{\"from\":\"([0-9-]{10})T00:00:00Z\",\"to\":\"([0-9-]{10})T23:59:59Z\"\},\"previous\":(null|\"$hex\"),"
form+="\"schema\":\"pushtrail.manifest/2\",\"statuses\":\{.*\},\"zip\":\{\"bytes\":$number,\"sha256\":\"($hex)\"\}\}$"
night="\{\"archive\":\"([0-9/-]+\.zip)\",\"csv\":\{\"bytes\":$number\},\"erased\":\{\"sha256\":\"($hex)\"\},\"rows\":$number,"
night+="\"zip\":\{\"bytes\":$number,\"sha256\":\"($hex)\"\}\}"
erasure="^\{\"nights\":\[(.*)\],\"previous\":\"($hex)\",\"schema\":\"pushtrail.erasure/1\",\"time\":\"([0-9TZ:-]{20})\"\}$"
previous=null next_event=1 next_day='' day='' erased_rows=0 erased_on=''
declare -A known=([ledger/checkpoint]=1 [ledger/lock]=1) written=() zip_bytes=() zip_hash=() list_hash=()
for manifest in "${manifests[@]}"; do
    text="$(cat "$manifest")"
    if [[ "$text" =~ $erasure ]]; then
        nights="${BASH_REMATCH[1]}" erased_on="${BASH_REMATCH[3]}" before=''
        [[ "${BASH_REMATCH[2]}" == "$previous" ]] || wrong "$manifest: the chain is broken"
        previous="$(hash <"$manifest")"
        known["${manifest#"$archive"/}"]=1
        # What it says of a night replaces what the manifest said of the zip.
        while [[ "$nights" =~ ^$night(,|$) ]]; do
            part=("${BASH_REMATCH[@]}")
            zip="${part[1]}" nights="${nights:${#part[0]}}"
            [[ -n "${zip_hash["$zip"]:-}" && "$before" < "$zip" ]] || wrong "$manifest: $zip is not among the nights before it, or twice"
            before="$zip" list_hash["$zip"]="${part[3]}" zip_bytes["$zip"]="${part[5]}" zip_hash["$zip"]="${part[6]}"
            erased_rows=$((erased_rows + part[4]))
        done
        [[ -z "$nights" && -n "$before" ]] || wrong "$manifest: not an erasure"
        continue
    fi
    [[ "$text" =~ $form ]] || {
        wrong "$manifest: not a manifest"
        continue
    }
    part=("${BASH_REMATCH[@]}")
    zip="${part[1]}" rows="${part[3]}" day="${part[4]}" count="${part[5]}" first="${part[6]}" last="${part[7]}"
    [[ "$zip" == "${day:0:4}/${day:5:2}/$day.zip" && "${part[9]}" == "$day" && "${part[10]}" == "$day" ]] &&
        [[ "$manifest" == "$archive/${zip%.zip}.manifest.json" ]] && ((rows == count && last == first + count - 1)) ||
        wrong "$manifest: what it says does not fit together"
    [[ "${part[11]//\"/}" == "$previous" ]] || wrong "$manifest: the chain is broken"
    [[ -z "$next_day" || "$day" == "$next_day" ]] && ((first == next_event)) || wrong "$manifest: does not follow the night before"
    previous="$(hash <"$manifest")" next_event=$((last + 1)) next_day="$(date -u -d "$day + 1 day" +%F)"
    zip_bytes["$zip"]="${part[12]}" zip_hash["$zip"]="${part[13]}"
    is_file "$archive/${zip%.zip}.salts" "$file_bytes" || wrong "${zip%.zip}.salts: no plain file, or too large"
    for ending in zip manifest.json salts index; do known["${zip%.zip}.$ending"]=1; done
done

# Each zip is the one that was sealed, or that the latest erasure left, and so is the list of erased rows.
for zip in "${!zip_hash[@]}"; do
    is_file "$archive/$zip" && [[ "$(stat -c %s "$archive/$zip")" == "${zip_bytes["$zip"]}" ]] &&
        [[ "$(hash <"$archive/$zip")" == "${zip_hash["$zip"]}" ]] || wrong "$zip: not the zip that the ledger has"
    [[ -n "${list_hash["$zip"]:-}" ]] || continue
    list="${zip%.zip}.erased"
    known["$list"]=1
    is_file "$archive/$list" "$file_bytes" && [[ "$(hash <"$archive/$list")" == "${list_hash["$zip"]}" ]] ||
        wrong "$list: not the list of erased rows that the ledger has"
done

# Nothing else lies there but what a run that was stopped left of a file that it writes.
for ((i = 0; i <= ${#manifests[@]}; i++)); do add_size known "$i"; done
add_size written "$i"
written[ledger/erasing]=1
next="${next_day:0:4}/${next_day:5:2}/$next_day"
for ending in zip manifest.json salts index; do written["$next.$ending"]=1; done
for path in "$archive"/**; do
    name="${path#"$archive"/}" stem="${path#"$archive"/}"
    [[ -z "$name" || -d "$path" && ! -L "$path" ]] && continue
    [[ "$name" =~ ^(.+)\.tmp[A-Za-z0-9]{6}$ ]] && stem="${BASH_REMATCH[1]}"
    listed="${known["$name"]:-}"
    [[ "$stem" == "$name" ]] || listed="${known["$stem"]:-}${written["$stem"]:-}"
    [[ -n "$listed" ]] && is_file "$path" || wrong "$name: in no ledger, or no plain file"
done

# A timestamp is an RFC 3161 answer that was granted; the newest is of the checkpoint as it stands, or with fewer signatures.
check_timestamp() {
    local file="$1" text name imprint lines=() end i chosen
    is_file "$file" "$timestamp_bytes" || { wrong "$file: no plain file, or too large"; return; }
    text="$(openssl asn1parse -inform DER -in "$file" 2>/dev/null | head -n 1)"
    [[ "$text" =~ ^\ +0:d=0\ +hl=\ *([0-9]+)\ +l=\ *([0-9]+)\ +cons:\ SEQUENCE ]] &&
        ((BASH_REMATCH[1] + BASH_REMATCH[2] == $(stat -c %s "$file"))) || { wrong "$file: not one value in DER"; return; }
    text="$(openssl ts -reply -in "$file" -text 2>/dev/null)"
    [[ "$text" == *$'Status: Granted'* ]] || { wrong "$file: no timestamp that was granted"; return; }
    name="$(sed -n 's/^Hash Algorithm: //p' <<<"$text")"
    [[ "$name" =~ ^sha(256|384|512)$ ]] || { wrong "$file: its hash is of another kind"; return; }
    [[ "$2" == "$ledger_size" ]] || return
    imprint="$(sed -n '/^Message data:/,/^Serial/s/^ *[0-9a-f]\{4\} - \(.\{48\}\).*/\1/p' <<<"$text" | tr -cd 0-9a-f)"
    mapfile -t lines <"$archive/ledger/checkpoint"
    for i in "${!lines[@]}"; do [[ -z "${lines[i]}" ]] && end=$((i + 1)); done
    local signatures=("${lines[@]:end}")
    local count="${#signatures[@]}"
    for ((chosen = (count > 10 ? 1 : (1 << count) - 1); chosen > 0; chosen--)); do
        [[ "$(
            printf '%s\n' "${lines[@]:0:end}" | if ((count > 10)); then cat - <(printf '%s\n' "${signatures[@]}"); else
                cat
                for ((i = 0; i < count; i++)); do ((chosen >> i & 1)) && printf '%s\n' "${signatures[i]}"; done
            fi | "${name}sum" | cut -d ' ' -f 1
        )" == "$imprint" ]] && return
    done
    wrong "$file: not a timestamp of the checkpoint"
}
for ((i = 0; i <= ${#manifests[@]}; i++)); do
    path="$archive/ledger/checkpoint-$i.tsr"
    [[ -e "$path" || -L "$path" ]] && check_timestamp "$path" "$i"
done

[[ ! -s "$archive/ledger/lock" ]] || wrong "ledger/lock: the lock is not empty"

[[ -z "$through" || ! "$day" < "$through" ]] || wrong "the last night is $day; $through was expected"
if [[ -n "$saved" ]] && open_checkpoint "$saved"; then
    [[ "$origin" == "$ledger_origin" ]] || wrong "$saved: of another ledger"
    if ((size > ${#leaves[@]})); then
        wrong "$saved: lists $size entries, the archive ${#leaves[@]}"
    else
        [[ "$(root_of "${leaves[@]:0:size}")" == "$root" ]] || wrong "$saved: the history does not continue it"
    fi
fi
finish
