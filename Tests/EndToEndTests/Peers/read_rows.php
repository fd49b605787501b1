<?php
// Reads a log from standard input with fgetcsv (no escape character, as RFC 4180 has it) and prints its rows as JSON,
// one a line, header left out.
$first = true;
while (($row = fgetcsv(STDIN, null, ';', '"', '')) !== false) {
    if ($first) {
        $first = false;
        continue;
    }
    echo json_encode($row, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR), "\n";
}
