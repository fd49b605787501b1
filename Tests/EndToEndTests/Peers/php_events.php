<?php
// Random events as a PHP sender would log them, as NDJSON on standard output: plain codes and ids, and a payload that is
// JSON of every flavour that json_encode has.
//
//     php_events.php COUNT SEED
mt_srand((int) $argv[2]);
$pieces = ['a', 'Zz', '0', ' ', ';', '"', '""', "'", ',', '\\', '\\"', '\\\\', "\n", "\t", '/', '{', '}', '":', '","',
    'é', '日本', '🎁', 'C:\\dir\\', '";"', '"]'];
$text = function (int $most) use ($pieces): string {
    $text = '';
    for ($n = mt_rand(0, $most); $n > 0; $n--) {
        $text .= $pieces[mt_rand(0, count($pieces) - 1)];
    }
    return $text;
};
$flavours = [0, JSON_UNESCAPED_UNICODE, JSON_UNESCAPED_SLASHES, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES,
    JSON_PRETTY_PRINT, JSON_HEX_QUOT];
$reasons = ['', 'Success', 'BadDeviceToken', 'Liquid error: variable is missing', "Customer doesn't exist",
    'Error: "BadDeviceToken"; see log'];
$start = strtotime('2026-11-18 00:00:00 UTC');
for ($n = 0; $n < (int) $argv[1]; $n++) {
    $payload = ['aps' => ['alert' => $text(12), 'badge' => mt_rand(0, 9)], 'md' => ['name' => $text(5)], 'p' => $text(2)];
    echo json_encode([
        'timestamp' => gmdate('Y-m-d\TH:i:s\Z', $start + $n),
        'tracking_code' => sprintf('T-%04X-%08X-%08X', mt_rand(0, 65535), $n, mt_rand()),
        'target_id' => 'USER_' . mt_rand(1, 500),
        'hwid' => sprintf('%016x', $n),
        'status' => 'created',
        'description' => $reasons[mt_rand(0, count($reasons) - 1)],
        'app_code' => 'C90C0-0E786',
        'payload' => mt_rand(0, 9) === 0 ? '' : json_encode($payload, $flavours[mt_rand(0, count($flavours) - 1)]),
    ], JSON_UNESCAPED_UNICODE), "\n";
}
