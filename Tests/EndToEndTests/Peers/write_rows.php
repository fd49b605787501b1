<?php
// Writes events (NDJSON from standard input) as a log, with fputcsv.
//
//     write_rows.php rfc|php [header]
//
// rfc: no escape character. php: the default one, with which a quote after a backslash is not doubled.
$escape = $argv[1] === 'php' ? '\\' : '';
if (($argv[2] ?? '') === 'header') {
    echo "//timestamp;tracking_code;target_id;hwid;status;description;appCode;payload\n";
}
$out = fopen('php://stdout', 'w');
while (($line = fgets(STDIN)) !== false) {
    $event = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
    $event['timestamp'] = strtr($event['timestamp'], ['T' => ' ', 'Z' => '']);
    fputcsv($out, array_values($event), ';', '"', $escape);
}
